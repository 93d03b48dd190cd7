package dev.herd.engine.protocol;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gathers the blocks of a prompt while a body is walked over, whatever the order in which its members stand.
final class PromptReader {
    private static final String TOOLS = "tools";
    private static final String SYSTEM = "system";
    private static final String MESSAGES = "messages";
    private static final String TEXT = "prompt";
    private static final String SUFFIX = "suffix";
    private static final List<String> ORDER = List.of(TOOLS, SYSTEM, MESSAGES, "images", TEXT, SUFFIX);

    /// No longer text stands before what is to be seen in an address that holds it.
    private static final int LONGEST_HEAD = 64;

    private final byte[] body;
    private final Map<String, PromptPart> parts = new HashMap<>();
    private @Nullable PromptPart part;

    PromptReader(byte[] body) {
        this.body = body;
    }

    /// A member of the body begins.
    ///
    /// @param folded its name in lower case
    /// @return what reads it, null when it is no part of a prompt
    @Nullable
    PromptPart member(String folded) {
        part = switch (folded) {
            case MESSAGES -> new MessageReader(body);
            case TOOLS -> new ToolReader(body);
            default -> ORDER.contains(folded) ? new TextReader(body) : null;
        };
        if (part != null) {
            parts.put(folded, part);
        }
        return part;
    }

    /// Something to be seen or heard, quotes left out. It stands behind a head in one dialect and alone in another.
    void media(int from, int to) {
        if (part == null) {
            return;
        }
        int start = from;
        for (int at = from; at < Math.min(to, from + LONGEST_HEAD); at++) {
            if (body[at] == ',') {
                start = at + 1;
                break;
            }
        }
        part.media(TextHash.of(body, start, to));
    }

    /// All of it, once the walk is over.
    PromptBlocks blocks() {
        if (parts.get(TEXT) instanceof TextReader text && !parts.containsKey(SUFFIX)) {
            text.leaveOutOpenEnd();
        }
        var prompt = new Blocks();
        int[] texts = {};
        for (String name : ORDER) {
            PromptPart each = parts.get(name);
            if (each != null) {
                each.addTo(prompt);
                texts = name.equals(TOOLS) ? texts : joined(texts, each.firstTexts());
            }
        }
        boolean withTools = parts.get(TOOLS) instanceof ToolReader tools && !tools.isEmpty();
        return PromptBlocks.of(prompt, texts, withTools);
    }

    private static int[] joined(int[] one, int[] other) {
        int[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
