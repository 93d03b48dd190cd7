package dev.herd.engine.api;

/// The fleet in six figures.
///
/// @param nodesUp machines that serve
/// @param residentModels models that are loaded somewhere that serves
/// @param errorsLastHour requests that failed or were cut
public record FleetTotals(
        int nodesUp, int residentModels, int running, int waiting, double tokensPerSecond, int errorsLastHour) {
    public static final FleetTotals NONE = new FleetTotals(0, 0, 0, 0, 0, 0);
}
