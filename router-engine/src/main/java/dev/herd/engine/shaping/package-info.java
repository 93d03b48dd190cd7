/// Named rules that change a request on its way to one upstream, each announced to the client. Pure.
@NullMarked
package dev.herd.engine.shaping;

import org.jspecify.annotations.NullMarked;
