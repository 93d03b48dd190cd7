/// Events in, effects out.
@NullMarked
package dev.herd.engine.scheduling;

import org.jspecify.annotations.NullMarked;
