/// The JSON of Herd's own routes. Pure.
@NullMarked
package dev.herd.engine.protocol.fleet;

import org.jspecify.annotations.NullMarked;
