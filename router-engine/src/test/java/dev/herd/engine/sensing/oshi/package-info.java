/// What OSHI tells.
@NullMarked
package dev.herd.engine.sensing.oshi;

import org.jspecify.annotations.NullMarked;
