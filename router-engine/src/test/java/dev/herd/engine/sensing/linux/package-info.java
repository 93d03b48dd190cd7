/// Captured trees of `/proc`.
@NullMarked
package dev.herd.engine.sensing.linux;

import org.jspecify.annotations.NullMarked;
