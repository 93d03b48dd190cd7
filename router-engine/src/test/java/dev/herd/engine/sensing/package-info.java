/// What all systems share.
@NullMarked
package dev.herd.engine.sensing;

import org.jspecify.annotations.NullMarked;
