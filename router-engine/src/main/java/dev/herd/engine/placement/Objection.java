package dev.herd.engine.placement;

import java.util.Locale;

/// Why a request may not run on a candidate.
///
/// @param words for people
public record Objection(Code code, String words) {
    /// Nothing speaks against it.
    public static final Objection NONE = new Objection(Code.NONE, "");

    public boolean isNone() {
        return code == Code.NONE;
    }

    /// What had to be otherwise for it to be eligible, behind "if": `it were not paused (in a meeting)`.
    public String undone() {
        return Turn.of(this).undone(words);
    }

    /// How much had to be otherwise: 0 for what passes by itself in a moment, the more the larger.
    public int weight() {
        return Turn.of(this).weight();
    }

    /// The kinds of reasons; programs may rely on their labels.
    public enum Code {
        NONE,
        /// Down, starting, wedged, or without a current inventory.
        OFFLINE,
        /// Failed repeatedly a moment ago.
        BREAKER_OPEN,
        /// Its server said that it is full.
        BUSY,
        /// The model or the server's API cannot do what is asked.
        NO_CAPABILITY,
        /// Another model under the same name, where that matters.
        OTHER_MODEL,
        /// The prompt does not fit into the largest window that it can have there.
        CONTEXT_TOO_SMALL,
        /// The model does not fit into what models may take there.
        MEMORY,
        /// A person or a policy keeps it from serving: paused, drained, pinned elsewhere.
        POLICY,
        /// What its person leaves to the fleet is too little for it.
        PERSON,
        /// It failed this very request.
        FAILED_IT;

        /// Reads a label; a word that no code has, as older records do, is a policy's.
        public static Code parse(String label) {
            if (label.isEmpty()) {
                return NONE;
            }
            for (Code code : values()) {
                if (code.label().equals(label)) {
                    return code;
                }
            }
            return POLICY;
        }

        public String label() {
            return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
        }
    }
}
