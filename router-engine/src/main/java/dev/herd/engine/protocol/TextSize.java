package dev.herd.engine.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// How much text the bytes of a body stand for: characters take one to four of them, and up to twelve where they are
/// escaped.
///
/// @param continuing bytes that only continue a character
/// @param escaped bytes by which escapes are longer than the characters they stand for
record TextSize(long continuing, long escaped) {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long BACKSLASHES = '\\' * LOW_BITS;

    private static final int NUMBER_LENGTH = "\\u0000".length();

    /// Counts in all of a body, whatever it holds. Reads eight bytes at once, since bodies are large.
    static TextSize of(byte[] body) {
        long continuing = 0;
        long escaped = 0;
        int behindEscape = 0;
        int at = 0;
        for (; at + Long.BYTES <= body.length; at += Long.BYTES) {
            long word = (long) WORDS.get(body, at);
            continuing += Long.bitCount((word >>> 7) & ~(word >>> 6) & LOW_BITS);
            if (hasZero(word ^ BACKSLASHES)) {
                for (int i = at; i < at + Long.BYTES; i++) {
                    if (body[i] == '\\' && i >= behindEscape) {
                        boolean number = i + 1 < body.length && body[i + 1] == 'u';
                        behindEscape = i + (number ? NUMBER_LENGTH : 2);
                        escaped += behindEscape - i - 1;
                    }
                }
            }
        }
        for (; at < body.length; at++) {
            continuing += (body[at] & 0xC0) == 0x80 ? 1 : 0;
        }
        return new TextSize(continuing, escaped);
    }

    private static boolean hasZero(long word) {
        return ((word - LOW_BITS) & ~word & (LOW_BITS << 7)) != 0;
    }

    /// Characters that so many of the body's bytes stand for at least.
    long fewestChars(long bytes) {
        return Math.max(0, bytes - continuing - escaped);
    }
}
