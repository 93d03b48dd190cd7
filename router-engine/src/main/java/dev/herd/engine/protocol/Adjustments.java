package dev.herd.engine.protocol;

import java.util.OptionalInt;

/// What a rule changes in a request on its way to one upstream. Everything else reaches the server as the client wrote
/// it.
///
/// @param model the name to send
/// @param window the `num_ctx` to send in place of the client's, 0 to leave it out; absent: leave the client's, or none
/// @param dropRunnerOptions whether options other than `num_ctx` that would reload the model are left out
public record Adjustments(String model, OptionalInt window, boolean dropRunnerOptions) {}
