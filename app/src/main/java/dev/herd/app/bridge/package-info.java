/// Between the engine and the window: what crosses to the toolkit's thread, and what leaves it.
@NullMarked
package dev.herd.app.bridge;

import org.jspecify.annotations.NullMarked;
