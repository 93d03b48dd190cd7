package dev.herd.engine.sensing.macos;

import java.nio.charset.StandardCharsets;

/// Apple's names of properties, scopes and errors: four characters in a number, the first in its highest byte.
final class FourCharacters {
    private FourCharacters() {}

    /// @param text four characters of ASCII
    static int code(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length != 4) {
            throw new IllegalArgumentException("not four characters: " + text);
        }
        int code = 0;
        for (byte letter : bytes) {
            code = (code << 8) | (letter & 255);
        }
        return code;
    }

    /// What a number reads as, or the number itself where that is no text.
    static String text(int code) {
        byte[] bytes = {(byte) (code >> 24), (byte) (code >> 16), (byte) (code >> 8), (byte) code};
        for (byte letter : bytes) {
            if (letter < ' ' || letter > '~') {
                return Integer.toString(code);
            }
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
