package dev.herd.engine.api;

/// What became of a command.
public sealed interface CommandResult {
    /// It was done.
    ///
    /// @param message what is so now, in one sentence
    record Done(String message) implements CommandResult {}

    /// It was not.
    ///
    /// @param reason for the person, in one sentence
    record Rejected(String reason) implements CommandResult {}
}
