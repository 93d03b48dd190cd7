/// What the dialects share: how requests are read and replies written, and JSON that keeps its literals. Pure.
@NullMarked
package dev.herd.engine.protocol;

import org.jspecify.annotations.NullMarked;
