/// Memory, swap, processor, disk, network and model servers on every system, read through OSHI.
@NullMarked
package dev.herd.engine.sensing.oshi;

import org.jspecify.annotations.NullMarked;
