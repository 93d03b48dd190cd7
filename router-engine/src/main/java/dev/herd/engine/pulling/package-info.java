/// The pulls that run: who pulls what where, who watches, and what became of it. Each runs on a thread of its own.
@NullMarked
package dev.herd.engine.pulling;

import org.jspecify.annotations.NullMarked;
