package dev.herd.engine.shaping;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.RunnerLoad;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.placement.Footprint;
import java.util.OptionalInt;

/// Keeps a loaded model loaded: every request to a resident Ollama runner carries the `num_ctx` it was loaded with,
/// because any other value, and its absence too, makes Ollama load the model anew (measured on 0.25).
///
/// A client's smaller window is answered from the larger one. A larger one grows the runner to the next power of two,
/// and it never shrinks, so that clients that ask for a little more each time (some ask for the prompt's length times
/// 1.25) cost a few loads in all and not one per request. Shortly after it grew it does so again only for a request
/// that needs it; one that asks for more than it can use is answered from what is there.
///
/// A window also grows when a request's own prompt and answer do not fit, whatever it asks for, since
/// Ollama cuts prompts without a word. A model that is loaded for a request which names no window gets
/// the one that its real use asks for.
///
/// @param window what to send, 0 to leave the client's out; absent: what the client sent, or nothing
/// @param note what was changed, for `X-Fleet-Protected`; empty when nothing was
public record PinnedWindow(OptionalInt window, String note) {
    private static final PinnedWindow AS_ASKED = new PinnedWindow(OptionalInt.empty(), "");

    public static PinnedWindow decide(Holder holder, WindowWish wish, RunnerLoad load) {
        OptionalInt asked = wish.asked();
        if (holder.upstream().kind() != UpstreamKind.OLLAMA) {
            return asked.isPresent()
                    ? new PinnedWindow(OptionalInt.empty(), "num_ctx " + asked.getAsInt() + "->server's own")
                    : AS_ASKED;
        }
        if (loadedWithNone(holder, load)) {
            return unnamed(holder, asked);
        }
        int trained = holder.model().trainedWindow();
        int pinned = resident(holder, load.window().orElse(0));
        if (pinned <= 0) {
            return holder.model().resident() == null ? loading(wish, load, trained) : AS_ASKED;
        }
        int needed = needed(wish.footprint(), pinned, trained);
        if (asked.isEmpty()) {
            int sent = Math.max(pinned, needed);
            return new PinnedWindow(OptionalInt.of(sent), note("unset", sent));
        }
        int wanted = asked.getAsInt();
        boolean keeps = wanted <= pinned || (load.grown() && wish.footprint().most() <= pinned);
        int sent = Math.max(needed, keeps ? pinned : grown(wanted, pinned, trained));
        return new PinnedWindow(OptionalInt.of(sent), sent == wanted ? "" : note(Integer.toString(wanted), sent));
    }

    /// The window for a model that is not loaded. What a client names is passed on when its request fits, even beyond
    /// what the model was trained for: Ollama grants what it can.
    private static PinnedWindow loading(WindowWish wish, RunnerLoad load, int trained) {
        if (wish.asked().isPresent()) {
            int wanted = wish.asked().getAsInt();
            int sent = Math.max(wanted, needed(wish.footprint(), wanted, trained));
            return sent == wanted
                    ? AS_ASKED
                    : new PinnedWindow(OptionalInt.of(sent), note(Integer.toString(wanted), sent));
        }
        // One that is being loaded for a request without a window would be loaded anew for a recommended one.
        int recommended =
                load.window().isPresent() ? 0 : bounded(wish.footprint().recommended(), trained);
        int least = Math.max(recommended, Footprint.LEAST_DEFAULT);
        int sent = Math.max(recommended, needed(wish.footprint(), least, trained));
        return sent == 0 ? AS_ASKED : new PinnedWindow(OptionalInt.of(sent), note("unset", sent));
    }

    /// The window that a request needs which does not fit into another one; 0 when it fits, or no larger one can be
    /// had.
    private static int needed(Footprint footprint, int than, int trained) {
        if (footprint.must() <= than || (trained > 0 && than >= trained)) {
            return 0;
        }
        return bounded(power(Math.max(footprint.size(), footprint.recommended())), trained);
    }

    private static int bounded(long window, int trained) {
        return (int) Math.min(window, trained > 0 ? trained : Integer.MAX_VALUE);
    }

    /// The next power of two.
    private static long power(int tokens) {
        int below = Integer.highestOneBit(tokens);
        return below == tokens ? tokens : (long) below << 1;
    }

    private static String note(String wanted, int sent) {
        return "num_ctx " + wanted + "->" + sent;
    }

    /// Whether the model was loaded by a request of this engine that named no window, and Ollama's default, which is
    /// not
    /// known here, exceeds what the model was trained for. Naming what it was granted would load it anew.
    private static boolean loadedWithNone(Holder holder, RunnerLoad load) {
        Residency residency = holder.model().resident();
        int trained = holder.model().trainedWindow();
        return load.window().orElse(-1) == 0 && residency != null && trained > 0 && residency.window() == trained;
    }

    /// Nothing larger can be had.
    private static PinnedWindow unnamed(Holder holder, OptionalInt asked) {
        int trained = holder.model().trainedWindow();
        if (asked.isEmpty()) {
            return AS_ASKED;
        }
        int wanted = asked.getAsInt();
        return new PinnedWindow(OptionalInt.of(0), wanted == trained ? "" : note(Integer.toString(wanted), trained));
    }

    /// What the resident runner was asked to have, 0 when nobody knows. Ollama reports what it granted, at most what
    /// the
    /// model was trained for, and compares what was asked: where this engine asked for it, that is known.
    private static int resident(Holder holder, int loadedWith) {
        Residency residency = holder.model().resident();
        if (residency == null || residency.window() <= 0) {
            return loadedWith;
        }
        int granted = residency.window();
        int trained = holder.model().trainedWindow();
        boolean ours = loadedWith > 0 && (trained > 0 ? Math.min(loadedWith, trained) : loadedWith) == granted;
        return ours ? loadedWith : granted;
    }

    private static int grown(int wanted, int pinned, int trained) {
        if (trained > 0 && pinned >= trained) {
            return pinned;
        }
        return Math.max(bounded(power(wanted), trained), pinned);
    }
}
