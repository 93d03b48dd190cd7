/// Tests of what is read on macOS, on any system.
@NullMarked
package dev.herd.engine.sensing.macos;

import org.jspecify.annotations.NullMarked;
