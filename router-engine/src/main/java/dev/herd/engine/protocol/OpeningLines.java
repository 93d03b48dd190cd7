package dev.herd.engine.protocol;

import java.util.Arrays;

/// The lines and sentences that a prompt begins with, as hashes. Finer than blocks, and found again where what stands
/// in
/// front of them has another length.
///
/// @param hashes one for each
/// @param sizes their bytes
public record OpeningLines(long[] hashes, int[] sizes) {
    private static final int MOST = 128;

    /// Bytes looked at.
    private static final int LONGEST = 4096;

    public static OpeningLines of(Envelope envelope) {
        byte[] body = envelope.body();
        var lines = new Blocks();
        int left = LONGEST;
        int[] texts = envelope.prompt().texts();
        for (int i = 0; i < texts.length && left > 0; i += 2) {
            int end = Math.min(texts[i + 1], texts[i] + left);
            left -= end - texts[i];
            split(body, texts[i], end, lines);
        }
        long[] hashes = new long[lines.count()];
        int[] sizes = new int[hashes.length];
        Arrays.setAll(hashes, lines::hash);
        Arrays.setAll(sizes, lines::size);
        return new OpeningLines(hashes, sizes);
    }

    private static void split(byte[] body, int from, int to, Blocks lines) {
        int start = from;
        for (int at = from; at < to && lines.count() < MOST; at++) {
            boolean escape = body[at] == '\\';
            boolean ends = escape ? body[at + 1] == 'n' : body[at] == '.' && body[at + 1] == ' ';
            if (escape || ends) {
                at++;
            }
            if (ends || at + 1 >= to) {
                int end = Math.min(at + 1, to);
                lines.add(TextHash.of(body, start, end), end - start);
                start = end;
            }
        }
    }
}
