package dev.herd.engine.placement;

/// What a request is expected to take of a model's context window, in tokens.
///
/// @param certain of its prompt: no window below this can hold it
/// @param prompt its prompt as estimated; 0 when the window does not matter
/// @param answer the answer that is expected, thoughts included
/// @param room for an answer that is longer than expected
/// @param most prompt and answer at most; `Long.MAX_VALUE` when nobody can tell
/// @param recommended the window that the model's real use asks for, 0 when too little is known of that
/// @param thoughts what the model may think before such an answer, when it thinks
public record Footprint(int certain, int prompt, int answer, int room, long most, int recommended, int thoughts) {
    /// Nothing is known.
    public static final Footprint UNKNOWN = new Footprint(0, 0, 0, 0, Long.MAX_VALUE, 0, 0);

    /// The smallest of Ollama's default windows in tokens; which one it takes depends on the machine.
    public static final int LEAST_DEFAULT = 4096;

    /// By so much a prompt may be longer than estimated when a window is chosen for it.
    private static final double MARGIN = 1.25;

    /// A smaller window is too small for it.
    public int must() {
        return prompt == 0 ? 0 : sum(prompt, answer);
    }

    /// The window to load a model with for it.
    public int size() {
        return prompt == 0 ? 0 : sum((int) Math.min(Integer.MAX_VALUE, Math.ceil(prompt * MARGIN)), room);
    }

    private static int sum(int one, int other) {
        return (int) Math.min(Integer.MAX_VALUE, (long) one + other);
    }
}
