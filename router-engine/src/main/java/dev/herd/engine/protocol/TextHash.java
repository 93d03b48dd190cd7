package dev.herd.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// Hashes of texts, 64 bits each, at the speed of memory: two cyclic checksums of 32 bits by different polynomials, for
/// which processors have instructions. Any other hash would cost a large request as much as reading it.
///
/// They are to tell texts apart that nobody chose to be alike. Who can choose them gains nothing: what comes of two
/// texts with one hash is a wrong guess of what a cache holds. They must not leave the process, which would let others
/// try out what a text was; see [PromptBlocks#links].
final class TextHash {
    // Digits of pi, so that nobody has chosen them; odd.
    private static final long KEY_0 = 0x243F6A8885A308D3L;
    private static final long KEY_1 = 0x13198A2E03707345L;
    private static final long KEY_2 = 0x082EFA98EC4E6C89L;

    private TextHash() {}

    /// Of the bytes from `from` to before `to`.
    static long of(byte[] bytes, int from, int to) {
        var one = new CRC32();
        one.update(bytes, from, to - from);
        var other = new CRC32C();
        other.update(bytes, from, to - from);
        return mix((one.getValue() << 32) | other.getValue(), to - from);
    }

    static long of(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return of(bytes, 0, bytes.length);
    }

    /// Of both, in this order.
    static long mix(long first, long second) {
        return fold(first ^ KEY_0, fold(second ^ KEY_1, KEY_2));
    }

    /// Multiplies to 128 bits and folds them to 64.
    private static long fold(long a, long b) {
        return (a * b) ^ Math.unsignedMultiplyHigh(a, b);
    }
}
