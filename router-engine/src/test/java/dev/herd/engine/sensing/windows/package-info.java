/// Tests of what is read on Windows, on any system.
@NullMarked
package dev.herd.engine.sensing.windows;

import org.jspecify.annotations.NullMarked;
