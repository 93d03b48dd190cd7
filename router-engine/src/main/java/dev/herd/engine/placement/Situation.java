package dev.herd.engine.placement;

/// How a candidate stood beside its cost: what decides among equal ones, and its window.
///
/// @param personal whether somebody works at its machine
/// @param occupied requests that ran in its runner
/// @param slots how many may run there at once
/// @param window context length in tokens that it was loaded with; 0 when it was not, or that is not known
/// @param askedWindow context length that the request asked for; 0 when it asked for none
public record Situation(boolean personal, int occupied, int slots, int window, int askedWindow) {
    /// Requests per slot.
    public double busy() {
        return slots <= 0 ? 0 : (double) occupied / slots;
    }
}
