/// Ollama's API, as clients speak it and as servers do. Pure.
@NullMarked
package dev.herd.engine.protocol.ollama;

import org.jspecify.annotations.NullMarked;
