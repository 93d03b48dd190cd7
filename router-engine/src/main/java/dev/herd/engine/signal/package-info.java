/// What was measured on a machine, and what could not be.
@NullMarked
package dev.herd.engine.signal;

import org.jspecify.annotations.NullMarked;
