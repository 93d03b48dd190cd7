package dev.herd.engine.testing;

import java.util.List;

/// A model of a fake server.
///
/// @param capabilities none stated when empty
/// @param trained longest context
/// @param window it is loaded with, 0 when it is not loaded
public record FakeModel(String name, List<String> capabilities, int trained, int window) {
    public FakeModel {
        capabilities = List.copyOf(capabilities);
    }

    public static FakeModel named(String name) {
        return new FakeModel(name, List.of("completion", "tools", "thinking"), 131_072, 0);
    }

    public FakeModel loaded(int size) {
        return new FakeModel(name, capabilities, trained, size);
    }

    public FakeModel able(String... stated) {
        return new FakeModel(name, List.of(stated), trained, window);
    }

    public FakeModel trainedFor(int size) {
        return new FakeModel(name, capabilities, size, window);
    }

    /// 64 hexadecimal digits, the same for the same name.
    String digest() {
        return String.format("%064x", name.hashCode() & 0xffffffffL);
    }
}
