package dev.herd.engine.testing;

import java.util.List;

/// A model of a fake server.
///
/// @param capabilities none stated when empty
/// @param trained longest context
/// @param window it is loaded with, 0 when it is not loaded
/// @param weights whose weights they are: models that share them run in one runner
/// @param content what its digest is made of
public record FakeModel(
        String name, List<String> capabilities, int trained, int window, String weights, String content) {
    public FakeModel {
        capabilities = List.copyOf(capabilities);
    }

    public static FakeModel named(String name) {
        return new FakeModel(name, List.of("completion", "tools", "thinking"), 131_072, 0, name, name);
    }

    public FakeModel loaded(int size) {
        return new FakeModel(name, capabilities, trained, size, weights, content);
    }

    public FakeModel able(String... stated) {
        return new FakeModel(name, List.of(stated), trained, window, weights, content);
    }

    public FakeModel trainedFor(int size) {
        return new FakeModel(name, capabilities, size, window, weights, content);
    }

    /// Another name for the same weights.
    public FakeModel withWeightsOf(String other) {
        return new FakeModel(name, capabilities, trained, window, other, content);
    }

    /// Another model of this name.
    public FakeModel being(String other) {
        return new FakeModel(name, capabilities, trained, window, other, other);
    }

    /// 64 hexadecimal digits, the same for the same content.
    public String digest() {
        return digits(content);
    }

    /// The blob that holds its weights.
    String blob() {
        return "sha256-" + digits(weights + "'s weights");
    }

    private static String digits(String text) {
        return String.format("%08x", text.hashCode()).repeat(8);
    }
}
