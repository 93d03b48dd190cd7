package dev.herd.engine.shaping;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.UpstreamKind;
import java.util.OptionalInt;

/// Keeps a loaded model loaded: every request to a resident Ollama runner carries the `num_ctx` it was loaded with,
/// because any other value, and its absence too, makes Ollama load the model anew (measured on 0.25).
///
/// A client's smaller window is answered from the larger one. A larger one grows the runner to the next power of two,
/// and it never shrinks, so that clients that ask for a little more each time (some ask for the prompt's length times
/// 1.25) cost a few loads in all and not one per request.
///
/// @param window what to send; absent: what the client sent, or nothing
/// @param note what was changed, for `X-Fleet-Protected`; empty when nothing was
public record PinnedWindow(OptionalInt window, String note) {
    private static final PinnedWindow AS_ASKED = new PinnedWindow(OptionalInt.empty(), "");

    /// @param asked the client's `num_ctx`
    /// @param loadedWith what the runner was last loaded with by this engine; absent when it does not know
    public static PinnedWindow decide(Holder holder, OptionalInt asked, OptionalInt loadedWith) {
        if (holder.upstream().kind() != UpstreamKind.OLLAMA) {
            return asked.isPresent()
                    ? new PinnedWindow(OptionalInt.empty(), "num_ctx " + asked.getAsInt() + "->server's own")
                    : AS_ASKED;
        }
        OptionalInt resident = resident(holder, loadedWith);
        if (resident.isEmpty()) {
            return AS_ASKED;
        }
        int pinned = resident.getAsInt();
        if (asked.isEmpty() || asked.getAsInt() == pinned) {
            return new PinnedWindow(resident, "");
        }
        int wanted = asked.getAsInt();
        int sent =
                wanted < pinned ? pinned : grown(wanted, pinned, holder.model().trainedWindow());
        String note = sent == wanted ? "" : "num_ctx " + wanted + "->" + sent;
        return new PinnedWindow(OptionalInt.of(sent), note);
    }

    /// What the resident runner was asked to have. Ollama reports what it granted, at most what the model was trained
    /// for, and compares what was asked: where this engine asked for it, that is known.
    private static OptionalInt resident(Holder holder, OptionalInt loadedWith) {
        Residency residency = holder.model().resident();
        if (residency == null) {
            return loadedWith;
        }
        int granted = residency.window();
        if (granted <= 0) {
            return loadedWith;
        }
        int trained = holder.model().trainedWindow();
        boolean ours = loadedWith.isPresent()
                && (trained > 0 ? Math.min(loadedWith.getAsInt(), trained) : loadedWith.getAsInt()) == granted;
        return ours ? loadedWith : OptionalInt.of(granted);
    }

    private static int grown(int wanted, int pinned, int trained) {
        if (trained > 0 && pinned >= trained) {
            return pinned;
        }
        int below = Integer.highestOneBit(wanted);
        long power = below == wanted ? wanted : (long) below << 1;
        long bounded = Math.min(power, trained > 0 ? trained : Integer.MAX_VALUE);
        return (int) Math.max(bounded, pinned);
    }
}
