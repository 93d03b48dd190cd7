package dev.herd.engine.protocol;

import java.util.List;
import java.util.Set;

/// The options that belong to Ollama's loaded runner rather than to one request: a request with others than the runner
/// was loaded with makes Ollama load the model anew.
public final class RunnerOptions {
    /// The window, which is pinned rather than dropped.
    public static final String WINDOW = "num_ctx";

    /// As Ollama 0.25 compares them, besides the window.
    private static final Set<String> OTHERS = Set.of("num_batch", "num_gpu", "main_gpu", "use_mmap", "num_thread");

    private RunnerOptions() {}

    /// Whether an option, other than the window, makes the model load anew.
    public static boolean reloads(String option) {
        return OTHERS.contains(option);
    }

    /// Those among an object's members.
    public static List<String> in(JsonFields options) {
        return options.members().stream()
                .map(JsonFields.Member::name)
                .filter(RunnerOptions::reloads)
                .toList();
    }
}
