package dev.herd.engine.scheduling;

import dev.herd.engine.placement.PrefixChain;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the slots of one loaded model have in their caches: each its last prompt, with the answer as far as
/// known.
///
/// A server gives a prompt the idle slot whose content it shares most with, whosever that is, and among equal
/// ones the one that has been idle longest (Ollama 0.25; llama.cpp's server does nearly the same). The
/// scheduler keeps one for what it believes, the simulator one for what is. Moments are seconds on any scale.
public final class SlotCache {
    private final List<Slot> slots = new ArrayList<>();

    /// The marks of what the slots hold: what most prompts lack, without a look at the slots.
    private long marks;

    /// Whether any of them is kept for somebody.
    private boolean kept;

    /// One slot.
    private static final class Slot {
        private PrefixChain content = PrefixChain.NONE;
        private double usedAt = Double.NEGATIVE_INFINITY;
        private long owner = IDLE;
        private Keep keep = Keep.NOTHING;
    }

    private static final long IDLE = -1;

    /// @param count of slots, at least 1
    public SlotCache(int count) {
        resize(count);
    }

    /// Takes over another number of slots.
    public void resize(int count) {
        while (slots.size() < Math.max(1, count)) {
            slots.add(new Slot());
        }
        for (int i = slots.size() - 1; i >= 0 && slots.size() > Math.max(1, count); i--) {
            if (slots.get(i).owner == IDLE) {
                slots.remove(i);
            }
        }
        mark();
    }

    private void mark() {
        marks = 0;
        kept = false;
        for (int i = 0; i < slots.size(); i++) {
            marks |= slots.get(i).content.mark();
            kept |= !slots.get(i).keep.isNothing();
        }
    }

    /// For whom the slot is kept that the prompt would get, unless that is its own conversation.
    Keep keptFrom(PrefixChain prompt) {
        Slot slot = kept ? slotFor(prompt) : null;
        boolean own = slot != null && slot.content.blocksSharedWith(prompt) == slot.content.blocks();
        return slot == null || own ? Keep.NOTHING : slot.keep;
    }

    /// Tokens of the prompt that an idle slot has already.
    public int shared(PrefixChain prompt) {
        return shared(prompt, false);
    }

    /// Tokens of the prompt that some slot has, or is going to have when it is idle.
    int sharedLater(PrefixChain prompt) {
        return shared(prompt, true);
    }

    private int shared(PrefixChain prompt, boolean busyToo) {
        if ((marks & prompt.mark()) == 0) {
            return 0;
        }
        int most = 0;
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            if ((busyToo || slot.owner == IDLE) && !slot.content.isEmpty()) {
                most = Math.max(most, slot.content.sharedWith(prompt));
            }
        }
        return most;
    }

    /// The slot that a prompt would get, null when none is idle.
    private @Nullable Slot slotFor(PrefixChain prompt) {
        Slot best = null;
        int most = -1;
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            if (slot.owner != IDLE) {
                continue;
            }
            int shared = slot.content.sharedWith(prompt);
            if (best == null || shared > most || (shared == most && slot.usedAt < best.usedAt)) {
                best = slot;
                most = shared;
            }
        }
        return best;
    }

    /// A prompt is sent there.
    ///
    /// @param owner who has the slot until [#leave], 0 or more
    /// @return tokens of it that were there already
    public int take(long owner, PrefixChain prompt, double at) {
        Slot slot = slotFor(prompt);
        if (slot == null) {
            return 0;
        }
        int shared = slot.content.sharedWith(prompt);
        slot.owner = owner;
        slot.content = prompt;
        slot.usedAt = at;
        slot.keep = Keep.NOTHING;
        mark();
        return shared;
    }

    /// Its owner leaves a slot.
    ///
    /// @param content what is there now
    public void leave(long owner, PrefixChain content, double at) {
        for (Slot slot : slots) {
            if (slot.owner == owner) {
                slot.owner = IDLE;
                slot.content = content;
                slot.usedAt = at;
            }
        }
        mark();
    }

    /// Keeps the slot with that content for what follows it.
    void keep(PrefixChain content, Keep keep) {
        for (Slot slot : slots) {
            if (slot.owner == IDLE && slot.content == content) {
                slot.keep = keep;
            }
        }
        mark();
    }

    /// Nothing is there any more: the model was unloaded, or loaded anew.
    public void clear() {
        for (Slot slot : slots) {
            slot.content = PrefixChain.NONE;
            slot.keep = Keep.NOTHING;
        }
        mark();
    }
}
