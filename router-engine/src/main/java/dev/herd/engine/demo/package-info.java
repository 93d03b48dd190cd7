/// The demo fleet: simulated machines that answer over real HTTP as Ollama does, for those who own no fleet yet.
@NullMarked
package dev.herd.engine.demo;

import org.jspecify.annotations.NullMarked;
