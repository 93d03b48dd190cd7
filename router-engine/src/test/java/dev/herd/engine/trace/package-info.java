/// What is kept of requests.
@NullMarked
package dev.herd.engine.trace;

import org.jspecify.annotations.NullMarked;
