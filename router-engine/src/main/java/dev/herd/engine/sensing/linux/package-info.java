/// Linux: files under `/proc` and `/sys`, and a few programs.
@NullMarked
package dev.herd.engine.sensing.linux;

import org.jspecify.annotations.NullMarked;
