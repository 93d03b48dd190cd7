/// Answers in, rates out.
@NullMarked
package dev.herd.engine.learning;

import org.jspecify.annotations.NullMarked;
