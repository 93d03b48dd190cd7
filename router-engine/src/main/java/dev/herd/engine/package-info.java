/// The root: wires everything, and is the command line's entry.
@NullMarked
package dev.herd.engine;

import org.jspecify.annotations.NullMarked;
