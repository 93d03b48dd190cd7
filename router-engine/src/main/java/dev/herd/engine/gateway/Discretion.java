package dev.herd.engine.gateway;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keeps a prompt's words out of what is kept of a request: readers and model servers quote in their errors what they
/// were sent. Whatever an error shares with the request's body is left out, except the model's name and the names of
/// members, without which no error explains anything.
final class Discretion {
    /// Longest text kept, in bytes.
    private static final int LONGEST = 400;

    /// A run of this many bytes is no coincidence: common phrases of errors are shorter or rarer in prompts.
    private static final int SHARED_BYTES = 16;

    /// What is quoted, and words that look like names, numbers or secrets rather than plain language.
    private static final Pattern TELLING = Pattern.compile(
            "['\"`]([^'\"`]+)['\"`]|(?<![\\p{Alnum}_])(?=[^\\s'\"`]*[\\p{Digit}\\p{Upper}@_])[^\\s'\"`]{5,}");

    private static final String LEFT_OUT = "…";
    private static final long BASE = 1_000_003;

    private final byte[] body;
    private final String model;
    private final byte[] text;
    private final BitSet hidden = new BitSet();

    private Discretion(String text, byte[] body, String model) {
        this.body = body;
        this.model = model;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        this.text = bytes.length <= LONGEST
                ? bytes
                : new String(bytes, 0, LONGEST, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }

    /// The text without what it shares with the body.
    ///
    /// @param model the name asked for, which may be said
    static String of(String text, byte[] body, String model) {
        return text.isEmpty() || body.length == 0 ? text : new Discretion(text, body, model).clean();
    }

    private String clean() {
        markTelling();
        markRuns();
        var kept = new StringBuilder();
        int from = 0;
        for (int start = hidden.nextSetBit(0); start >= 0; start = hidden.nextSetBit(from)) {
            kept.append(string(from, start)).append(LEFT_OUT);
            from = hidden.nextClearBit(start);
        }
        return kept.append(string(from, text.length)).toString();
    }

    private String string(int start, int end) {
        return new String(text, start, Math.max(0, end - start), StandardCharsets.UTF_8);
    }

    private void markTelling() {
        // One char per byte, so that positions agree.
        Matcher telling = TELLING.matcher(new String(text, StandardCharsets.ISO_8859_1));
        while (telling.find()) {
            int group = telling.group(1) == null ? 0 : 1;
            hide(telling.start(group), telling.end(group));
        }
    }

    private void hide(int start, int end) {
        byte[] word = string(start, end).getBytes(StandardCharsets.UTF_8);
        String said = string(start, end).strip();
        if (!model.contains(said) && find(word, 0) >= 0 && !isMember(said)) {
            hidden.set(start, end);
        }
    }

    /// Whether the body has a member of that name.
    private boolean isMember(String name) {
        byte[] quoted = ("\"" + name + "\"").getBytes(StandardCharsets.UTF_8);
        for (int at = find(quoted, 0); at >= 0; at = find(quoted, at + 1)) {
            int next = at + quoted.length;
            while (next < body.length && body[next] <= ' ') {
                next++;
            }
            if (next < body.length && body[next] == ':') {
                return true;
            }
        }
        return false;
    }

    private int find(byte[] word, int from) {
        for (int at = from; at + word.length <= body.length; at++) {
            int i = 0;
            while (i < word.length && body[at + i] == word[i]) {
                i++;
            }
            if (i == word.length) {
                return at;
            }
        }
        return -1;
    }

    /// Marks every run of [#SHARED_BYTES] that stands in the body too, by rolling hashes (Karp and Rabin, 1987).
    private void markRuns() {
        if (text.length < SHARED_BYTES || body.length < SHARED_BYTES) {
            return;
        }
        Map<Long, Integer> runs = new HashMap<>();
        long highest = 1;
        for (int i = 1; i < SHARED_BYTES; i++) {
            highest *= BASE;
        }
        for (int at = 0; at + SHARED_BYTES <= text.length; at++) {
            runs.putIfAbsent(hash(text, at), at);
        }
        long hash = hash(body, 0);
        for (int at = 0; ; at++) {
            Integer run = runs.get(hash);
            if (run != null && equal(run, at) && !model.contains(string(run, run + SHARED_BYTES))) {
                hidden.set(run, run + SHARED_BYTES);
            }
            if (at + SHARED_BYTES >= body.length) {
                return;
            }
            hash = (hash - body[at] * highest) * BASE + body[at + SHARED_BYTES];
        }
    }

    private static long hash(byte[] bytes, int start) {
        long hash = 0;
        for (int i = 0; i < SHARED_BYTES; i++) {
            hash = hash * BASE + bytes[start + i];
        }
        return hash;
    }

    private boolean equal(int textAt, int bodyAt) {
        for (int i = 0; i < SHARED_BYTES; i++) {
            if (text[textAt + i] != body[bodyAt + i]) {
                return false;
            }
        }
        return true;
    }
}
