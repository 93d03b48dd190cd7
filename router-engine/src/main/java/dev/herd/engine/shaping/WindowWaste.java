package dev.herd.engine.shaping;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.UpstreamKind;
import java.util.Locale;
import java.util.Optional;

/// A loaded model whose window is far larger than its requests ever use, so that memory lies idle which other models
/// could have.
///
/// @param idleBytes memory that the unused part takes; 0 when nobody knows
public record WindowWaste(Holder holder, int window, int recommended, long idleBytes) {
    /// Windows are powers of two: two of them are a matter of taste.
    private static final int FAR_LARGER = 4;

    private static final long WORTH_A_WORD = 1L << 30;

    /// The window whose cache takes about as much in common models of 8 billion parameters.
    private static final int LARGE_WINDOW = 65_536;

    /// @param recommended the window that the model's real use asks for, 0 when that is not known
    public static Optional<WindowWaste> of(Holder holder, int recommended) {
        Residency resident = holder.model().resident();
        if (resident == null || resident.underAnotherName() || recommended == 0) {
            return Optional.empty();
        }
        int window = resident.window();
        if (window <= (long) FAR_LARGER * recommended) {
            return Optional.empty();
        }
        // What a loaded model takes beside its weights is nearly all cache, which grows with the window.
        long weights = holder.model().sizeBytes();
        boolean known = weights > 0 && resident.sizeBytes() > weights;
        long cache = resident.sizeBytes() - weights;
        long idle = known ? (long) (cache * (1 - (double) recommended / window)) : 0;
        boolean matters = known ? idle >= WORTH_A_WORD : window >= LARGE_WINDOW;
        return matters ? Optional.of(new WindowWaste(holder, window, recommended, idle)) : Optional.empty();
    }

    /// In words, and what to do.
    public String words() {
        String name = holder.model().name();
        String idle = idleBytes == 0
                ? ""
                : String.format(Locale.ROOT, ", about %.1f GiB idle", idleBytes / (double) (1L << 30));
        String cure = holder.upstream().kind() == UpstreamKind.OLLAMA
                ? "unload it, and Herd loads it with " + recommended + " for the next request"
                : "load it there with a window of " + recommended;
        return name + " on " + holder.node().name() + " has a window of " + window + " tokens and uses at most "
                + recommended + idle + ": " + cure;
    }
}
