package dev.herd.engine.protocol;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What a rule changes in a request on its way to one upstream. Everything else reaches the server as the client wrote
/// it.
///
/// @param model the name to send
/// @param window the `num_ctx` to send in place of the client's, 0 to leave it out; absent: leave the client's, or none
/// @param dropRunnerOptions whether options other than `num_ctx` that would reload the model are left out
/// @param keepAlive the `keep_alive` to send in place of the client's; null leaves the client's, or none
/// @param length the longest answer in tokens to send in place of the client's, thoughts included; absent: the client's
/// @param refuseCut whether an Ollama is told to refuse a prompt that does not fit rather than to cut it
public record Adjustments(
        String model,
        OptionalInt window,
        boolean dropRunnerOptions,
        @Nullable String keepAlive,
        OptionalInt length,
        boolean refuseCut) {

    /// With the client's own limit of the answer, and what its server does with long prompts and with how long the
    /// model stays.
    public Adjustments(String model, OptionalInt window, boolean dropRunnerOptions) {
        this(model, window, dropRunnerOptions, null, OptionalInt.empty(), false);
    }

    /// The same with that `keep_alive`, as JSON.
    public Adjustments keeping(@Nullable String wanted) {
        return new Adjustments(model, window, dropRunnerOptions, wanted, length, refuseCut);
    }
}
