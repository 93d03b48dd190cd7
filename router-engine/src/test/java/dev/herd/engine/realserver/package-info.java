/// Herd in front of a real Ollama, compared with the same Ollama asked directly. Runs in the profile `ollama` only.
@NullMarked
package dev.herd.engine.realserver;

import org.jspecify.annotations.NullMarked;
