/// Many threads, one scheduler.
@NullMarked
package dev.herd.engine.dispatch;

import org.jspecify.annotations.NullMarked;
