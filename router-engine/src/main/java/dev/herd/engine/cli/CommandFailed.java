package dev.herd.engine.cli;

/// A command could not do what it was asked. The message is for the person.
public final class CommandFailed extends Exception {
    private final int exitCode;

    private CommandFailed(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /// It was tried and failed.
    static CommandFailed failed(String message) {
        return new CommandFailed(message, 1);
    }

    /// It was asked in a way that makes no sense.
    static CommandFailed usage(String message) {
        return new CommandFailed(message, 2);
    }

    /// 1 when it failed, 2 when it was asked wrongly.
    public int exitCode() {
        return exitCode;
    }
}
