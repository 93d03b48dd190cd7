/// Estimates from what really happened. Pure.
@NullMarked
package dev.herd.engine.learning;

import org.jspecify.annotations.NullMarked;
