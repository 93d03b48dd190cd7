package dev.herd.engine.sensing.linux;

import java.util.OptionalLong;

/// Numbers in the kernel's texts, of which hundreds are read at a time: without regular expressions, which cost more
/// than the reading itself.
final class Digits {
    /// More may not fit into a `long`.
    private static final int MOST = 18;

    private Digits() {}

    /// A number without sign; empty where the text is anything else.
    static OptionalLong parse(String text) {
        return are(text) ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    static boolean are(String text) {
        if (text.isEmpty() || text.length() > MOST) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
