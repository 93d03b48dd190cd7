package dev.herd.app.bridge;

import dev.herd.engine.api.HerdEngine;
import java.util.List;

/// Where the engine is in its life.
public sealed interface EnginePhase {
    /// It opens its port and reads its files.
    record Starting() implements EnginePhase {}

    /// It serves.
    record Running(HerdEngine engine) implements EnginePhase {}

    /// It could not start.
    ///
    /// @param headline what is wrong, in a few words
    /// @param reason the same in a sentence or two, with what the person can do about it
    /// @param waysOut the starts that may succeed, the most promising first
    record Failed(String headline, String reason, List<StartMode> waysOut) implements EnginePhase {
        public Failed {
            waysOut = List.copyOf(waysOut);
        }
    }

    /// It takes nothing new and ends when what runs has ended.
    record Stopping() implements EnginePhase {}

    /// It has ended because somebody wanted it to.
    record Stopped() implements EnginePhase {}
}
