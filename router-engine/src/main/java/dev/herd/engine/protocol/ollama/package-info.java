/// Ollama's dialect, as client and as upstream. Pure: bytes in, values out, and back.
@NullMarked
package dev.herd.engine.protocol.ollama;

import org.jspecify.annotations.NullMarked;
