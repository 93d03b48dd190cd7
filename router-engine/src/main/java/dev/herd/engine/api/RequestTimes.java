package dev.herd.engine.api;

/// Where a request's time went, in milliseconds, each 0 when it did not happen or is not known.
///
/// @param hold without any eligible machine
/// @param queue for a slot
/// @param load the upstream loading the model
/// @param prefill the upstream reading the prompt
/// @param firstToken from arrival to the first content
/// @param generate from the first content to the last
/// @param total from arrival to the end
public record RequestTimes(
        double hold, double queue, double load, double prefill, double firstToken, double generate, double total) {
    public static final RequestTimes NONE = new RequestTimes(0, 0, 0, 0, 0, 0, 0);
}
