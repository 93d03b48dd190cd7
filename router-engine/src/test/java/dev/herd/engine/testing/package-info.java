/// What tests stand on: servers and clients that misbehave on command, over real sockets.
@NullMarked
package dev.herd.engine.testing;

import org.jspecify.annotations.NullMarked;
