package dev.herd.engine.protocol;

/// Placeholder until the scanner stands.
public final class JsonFields {
    private JsonFields() {}
}
