package dev.herd.app.tray;

import dev.herd.engine.api.EngineCommand;
import java.util.List;

/// What choosing an entry of a menu does.
public sealed interface TrayAction {
    /// Tells the engine, one command after the other.
    record Tell(List<EngineCommand> commands) implements TrayAction {
        public Tell {
            commands = List.copyOf(commands);
        }

        public static Tell one(EngineCommand command) {
            return new Tell(List.of(command));
        }
    }

    /// Puts a text on the clipboard.
    record Copy(String text) implements TrayAction {}

    /// Shows what became of one request.
    record ShowRequest(String id) implements TrayAction {}

    record OpenWindow() implements TrayAction {}

    record Quit() implements TrayAction {}
}
