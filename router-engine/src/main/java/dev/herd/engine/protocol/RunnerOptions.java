package dev.herd.engine.protocol;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The options that belong to Ollama's loaded runner rather than to one request: a request with others than the runner
/// was loaded with makes Ollama load the model anew.
public final class RunnerOptions {
    /// The window, which is pinned rather than dropped.
    public static final String WINDOW = "num_ctx";

    /// The longest answer, which belongs to one request.
    public static final String LENGTH = "num_predict";

    /// As Ollama 0.25 compares them, besides the window.
    private static final Set<String> OTHERS = Set.of("num_batch", "num_gpu", "main_gpu", "use_mmap", "num_thread");

    private static final Set<String> READ =
            Stream.concat(OTHERS.stream(), Stream.of(WINDOW, LENGTH)).collect(Collectors.toUnmodifiableSet());

    private RunnerOptions() {}

    /// The `options` of a request, runner's and others; empty when there are none. Their names are exact, as Ollama's
    /// are.
    ///
    /// @throws BadRequestException when they are no object, or one that is read here stands twice
    public static JsonFields of(JsonFields body) throws BadRequestException {
        JsonSlice options = body.get("options");
        if (options == null) {
            return JsonFields.EMPTY.exactly();
        }
        if (!options.isObject()) {
            throw new BadRequestException("\"options\" must be an object");
        }
        return options.fields().exactly().refuseDuplicates(READ);
    }

    /// Whether an option belongs to the runner, the window included.
    public static boolean ofRunner(String option) {
        return option.equals(WINDOW) || reloads(option);
    }

    /// Whether an option, other than the window, makes the model load anew.
    public static boolean reloads(String option) {
        return OTHERS.contains(option);
    }

    /// The window that options ask for; absent when they ask for none. Since it may be replaced on its way, a server
    /// cannot be relied on to refuse a wrong one.
    ///
    /// @throws BadRequestException when it is no number
    public static OptionalInt window(JsonFields options) throws BadRequestException {
        JsonSlice asked = options.get(WINDOW);
        if (asked == null) {
            return OptionalInt.empty();
        }
        if (!asked.isNumber()) {
            throw new BadRequestException("option \"" + WINDOW + "\" must be of type integer");
        }
        OptionalInt whole = asked.integer();
        return whole.isPresent() && whole.getAsInt() > 0 ? whole : OptionalInt.empty();
    }

    /// Those among an object's members.
    public static List<String> in(JsonFields options) {
        return options.members().stream()
                .map(JsonFields.Member::name)
                .filter(RunnerOptions::reloads)
                .toList();
    }
}
