/// The root: wires every part of the engine together, owns its life cycle and its command line entry.
@NullMarked
package dev.herd.engine;

import org.jspecify.annotations.NullMarked;
