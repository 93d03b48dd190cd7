package dev.herd.engine.protocol;

import java.util.Arrays;
import java.util.Map;

/// What a prompt consists of, in the order in which a model server's template has it: tools, system text, messages or
/// text; each block as a hash of it, no text. Immutable.
///
/// Two requests have equal blocks exactly as far as their prompts begin alike for the server, however their JSON is
/// written.
public final class PromptBlocks {
    /// A prompt without any.
    public static final PromptBlocks NONE = new PromptBlocks(0, new long[0], new long[0], new int[0], false);

    private final long front;
    private final long[] hashes;
    private final long[] ends;
    private final int[] texts;
    private final boolean tools;

    private PromptBlocks(long front, long[] hashes, long[] ends, int[] texts, boolean tools) {
        this.front = front;
        this.hashes = hashes;
        this.ends = ends;
        this.texts = texts;
        this.tools = tools;
    }

    static PromptBlocks of(Blocks blocks, int[] texts, boolean tools) {
        long[] hashes = new long[blocks.count()];
        long[] ends = new long[hashes.length];
        long end = 0;
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = blocks.hash(i);
            end += blocks.size(i);
            ends[i] = end;
        }
        return new PromptBlocks(0, hashes, ends, texts, tools);
    }

    /// The same prompt as some settings render it: another one may change it from its beginning on.
    ///
    /// @param settings names of members, each with the JSON text that means the same as none
    public PromptBlocks behind(JsonFields fields, Map<String, String> settings) {
        long before = front;
        for (JsonFields.Member member : fields.members()) {
            String name = JsonFields.folded(member.name());
            String usual = settings.get(name);
            JsonSlice value = member.value();
            if (usual != null && !value.isNull() && !value.raw().equals(usual)) {
                // A sum, so that the order of the members is all one.
                before += TextHash.mix(TextHash.of(name), TextHash.of(value.bytes(), value.start(), value.end()));
            }
        }
        return before == front ? this : new PromptBlocks(before, hashes, ends, texts, tools);
    }

    /// Where the first few texts of messages, system and prompt begin and end in the body, in turn.
    int[] texts() {
        return texts.clone();
    }

    /// Whether the request brings tools.
    public boolean tools() {
        return tools;
    }

    public int count() {
        return hashes.length;
    }

    /// Of that block alone.
    public long hash(int block) {
        return hashes[block];
    }

    /// Bytes of text up to the end of that block, counted as [BodyScan#promptChars] counts them.
    public long end(int block) {
        return ends[block];
    }

    /// A hash for each block that stands for it and all before it.
    ///
    /// @param salt unknown to everybody else, so that nobody can try out what a text was
    public long[] links(long salt) {
        long[] links = new long[hashes.length];
        long before = TextHash.mix(salt, front);
        for (int i = 0; i < links.length; i++) {
            before = TextHash.mix(before, hashes[i] ^ salt);
            links[i] = before;
        }
        return links;
    }

    @Override
    public String toString() {
        return "PromptBlocks" + Arrays.toString(ends);
    }
}
