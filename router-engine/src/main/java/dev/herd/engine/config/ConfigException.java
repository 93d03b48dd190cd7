package dev.herd.engine.config;

/// A setting is wrong. The message names it and says what is expected.
public final class ConfigException extends Exception {
    public ConfigException(String message) {
        super(message);
    }

    /// The message, which is never null here.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
