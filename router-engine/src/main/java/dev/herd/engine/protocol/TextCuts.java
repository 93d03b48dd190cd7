package dev.herd.engine.protocol;

import java.util.Arrays;

/// Cuts the text of a JSON string into blocks, so that two texts that begin alike have equal blocks as far as they do.
///
/// A block is what [#CUT] bytes of the text's plainest JSON take, to the end of the character: only what must be
/// escaped is, and as short as can be. So it does not matter how a client escapes. Most texts come in that form and are
/// hashed where they stand; others are rewritten block by block. What lies behind the first [#PLAIN] blocks is taken as
/// it stands: one client escapes in one way.
final class TextCuts {
    /// About 256 tokens, a quarter of a second of prefill on a slow machine: less is not worth a link.
    static final int CUT = 1024;

    /// The longest form of one character, twice.
    private static final int MARGIN = 12;

    /// So many blocks are compared in their plainest form. Looking for what is escaped costs half as much as reading
    /// it.
    private static final int PLAIN = 16;

    private static final int FIRST_TEXTS = 4;

    private final byte[] body;
    private final int[] first = new int[2 * FIRST_TEXTS];
    private int texts;
    private int compared;
    private byte[] plain = {};
    private int length;

    TextCuts(byte[] body) {
        this.body = body;
    }

    /// Adds the blocks of the string whose inside is that range; an empty one has none.
    ///
    /// @return whether the last of them is full
    boolean cut(int from, int to, Blocks blocks) {
        if (texts < FIRST_TEXTS && to > from) {
            first[2 * texts] = from;
            first[2 * texts++ + 1] = to;
        }
        int at = from;
        int last = CUT;
        while (at < to) {
            int end = to - at <= CUT ? to : boundary(at, to);
            if (compared >= PLAIN || isPlain(at, end)) {
                blocks.add(TextHash.of(body, at, end), end - at);
                last = end - at;
            } else {
                end = rewrite(at, to);
                blocks.add(TextHash.of(plain, 0, length), end - at);
                last = length;
            }
            compared++;
            at = end;
        }
        return last >= CUT;
    }

    /// Where the first few texts begin and end, in turn.
    int[] firstTexts() {
        return Arrays.copyOf(first, 2 * texts);
    }

    /// The end of the character that the block's last byte belongs to.
    private int boundary(int from, int to) {
        int end = from + CUT;
        int slashes = 0;
        while (end - slashes > from && body[end - slashes - 1] == '\\') {
            slashes++;
        }
        end += slashes & 1;
        while (end < to && (body[end] & 0xC0) == 0x80) {
            end++;
        }
        return end;
    }

    /// Whether nothing there is escaped that need not be. May err to no.
    private boolean isPlain(int from, int to) {
        byte[] text = body;
        for (int at = from; at < to; at++) {
            if (text[at] == '\\' && (text[at + 1] == 'u' || text[at + 1] == '/')) {
                return false;
            }
        }
        return true;
    }

    /// Writes the block that begins there in its plainest form.
    ///
    /// @return its end
    private int rewrite(int from, int to) {
        if (plain.length == 0) {
            plain = new byte[CUT + MARGIN];
        }
        length = 0;
        int at = from;
        while (at < to && length < CUT) {
            byte letter = body[at];
            if (letter == '\\') {
                at = rewriteEscape(at + 1, to);
            } else {
                plain[length++] = letter;
                at++;
                while (at < to && (body[at] & 0xC0) == 0x80 && length < CUT + MARGIN) {
                    plain[length++] = body[at++];
                }
            }
        }
        return at;
    }

    /// @param at behind the backslash
    private int rewriteEscape(int at, int to) {
        byte letter = body[at];
        if (letter == '/') {
            plain[length++] = '/';
            return at + 1;
        }
        if (letter != 'u') {
            plain[length++] = '\\';
            plain[length++] = letter;
            return at + 1;
        }
        int unit = hex(at + 1);
        int end = at + 5;
        if (Character.isHighSurrogate((char) unit) && end + 6 <= to && body[end] == '\\' && body[end + 1] == 'u') {
            int low = hex(end + 2);
            if (Character.isLowSurrogate((char) low)) {
                write(Character.toCodePoint((char) unit, (char) low));
                return end + 6;
            }
        }
        write(Character.isSurrogate((char) unit) ? 0xFFFD : unit);
        return end;
    }

    private int hex(int at) {
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            value = (value << 4) | Character.digit(body[i], 16);
        }
        return value;
    }

    private void write(int letter) {
        int escape = "\"\\\b\f\n\r\t".indexOf(letter);
        if (escape >= 0) {
            plain[length++] = '\\';
            plain[length++] = (byte) "\"\\bfnrt".charAt(escape);
        } else if (letter < 0x20) {
            plain[length++] = '\\';
            plain[length++] = 'u';
            plain[length++] = (byte) letter;
        } else if (letter < 0x80) {
            plain[length++] = (byte) letter;
        } else if (letter < 0x800) {
            plain[length++] = (byte) (0xC0 | (letter >> 6));
            rest(letter);
        } else if (letter < 0x10000) {
            plain[length++] = (byte) (0xE0 | (letter >> 12));
            rest(letter >> 6);
            rest(letter);
        } else {
            plain[length++] = (byte) (0xF0 | (letter >> 18));
            rest(letter >> 12);
            rest(letter >> 6);
            rest(letter);
        }
    }

    private void rest(int bits) {
        plain[length++] = (byte) (0x80 | (bits & 0x3F));
    }
}
