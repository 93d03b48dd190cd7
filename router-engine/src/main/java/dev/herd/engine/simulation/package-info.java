/// Machines that do not exist, with honest timing: for the demo fleet and the simulator. Pure; instants come in.
@NullMarked
package dev.herd.engine.simulation;

import org.jspecify.annotations.NullMarked;
