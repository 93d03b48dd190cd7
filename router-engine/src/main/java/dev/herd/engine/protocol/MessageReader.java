package dev.herd.engine.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/// Reads the messages of a chat: of each what is to be seen, what was thought, what was said and what was called, as
/// far as it has them. Ids are left out, and so is all that no template renders.
final class MessageReader implements PromptPart {
    /// Inside the list.
    private static final int LIST = 2;

    /// Inside a message.
    private static final int MESSAGE = LIST + 1;

    /// Inside a part of a message's content, or inside a call.
    private static final int PART = MESSAGE + 2;

    /// Inside the function of a call.
    private static final int FUNCTION = PART + 1;

    // What tells kinds of blocks of equal texts apart.
    private static final long THOUGHT = 1;
    private static final long CALLED = 2;
    private static final long NEXT_PART = 3;
    private static final long EMPTY = 4;

    private static final byte[] DEVELOPER = "developer".getBytes(US_ASCII);
    private static final byte[] SYSTEM = "system".getBytes(US_ASCII);

    private final byte[] body;
    private final TextCuts cuts;
    private final Blocks messages = new Blocks();
    private final Blocks thoughts = new Blocks();
    private final Blocks content = new Blocks();
    private final Blocks scratch = new Blocks();
    private final ValueHash calls = new ValueHash();
    private String member = "";
    private String inside = "";
    private long role;
    private long name;
    private long media;
    private boolean called;
    private int callSize;

    /// Bytes of strings in no block of their own.
    private int loose;

    MessageReader(byte[] body) {
        this.body = body;
        cuts = new TextCuts(body);
    }

    @Override
    public void name(String spelled, int depth) {
        if (depth == MESSAGE) {
            member = lower(spelled);
            inside = "";
            if (member.equals("tool_calls")) {
                calls.begin();
            }
        } else if (depth >= PART && member.equals("tool_calls")) {
            inside = spelled;
            boolean numbers = depth == PART && (spelled.equals("id") || spelled.equals("type"));
            if (numbers || (depth <= FUNCTION && spelled.equals("index"))) {
                calls.leaveOut();
            } else {
                calls.name(spelled);
            }
        } else if (depth == PART) {
            inside = spelled;
        }
    }

    private static String lower(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < '_') {
                return JsonFields.folded(name);
            }
        }
        return name;
    }

    @Override
    public void open(boolean object, int depth) {
        if (depth == MESSAGE) {
            begin();
        } else if (depth > MESSAGE && member.equals("tool_calls")) {
            called |= depth == PART;
            calls.open(object);
        }
    }

    @Override
    public void close(int depth) {
        if (depth == LIST) {
            end();
        } else if (depth >= MESSAGE && member.equals("tool_calls")) {
            calls.close();
        }
    }

    @Override
    public void string(int from, int to, int depth) {
        switch (member) {
            case "content" -> content(from, to, depth);
            case "thinking", "reasoning", "reasoning_content" -> thought(from, to);
            case "tool_calls" -> {
                callSize += to - from;
                scratch.clear();
                cuts.cut(from, to, scratch);
                calls.value(scratch.whole());
            }
            case "role" -> {
                loose += to - from;
                role = role(from, to);
            }
            case "name", "tool_name" -> {
                loose += to - from;
                name = TextHash.of(body, from, to);
            }
            default -> loose += to - from;
        }
    }

    private void content(int from, int to, int depth) {
        boolean rendered = depth < PART || !(inside.equals("type") || inside.equals("cache_control"));
        if (!rendered) {
            loose += to - from;
            return;
        }
        int before = content.count();
        cuts.cut(from, to, content);
        if (before > 0 && content.count() > before) {
            content.lead(before, NEXT_PART, 0);
        }
    }

    private void thought(int from, int to) {
        int before = thoughts.count();
        cuts.cut(from, to, thoughts);
        if (thoughts.count() > before) {
            thoughts.lead(before, THOUGHT, 0);
        }
    }

    /// Two words mean one thing.
    private long role(int from, int to) {
        return Arrays.equals(body, from, to, DEVELOPER, 0, DEVELOPER.length)
                ? TextHash.of(SYSTEM, 0, SYSTEM.length)
                : TextHash.of(body, from, to);
    }

    @Override
    public void scalar(String literal) {
        if (member.equals("tool_calls")) {
            calls.value(TextHash.of(literal));
        }
    }

    @Override
    public void media(long hash) {
        media = TextHash.mix(media, hash);
    }

    private void begin() {
        thoughts.clear();
        content.clear();
        member = "";
        inside = "";
        role = 0;
        name = 0;
        media = 0;
        called = false;
        callSize = 0;
        loose = 0;
    }

    private void end() {
        int first = messages.count();
        if (media != 0) {
            messages.add(media, 0);
        }
        messages.addAll(thoughts);
        messages.addAll(content);
        if (called) {
            messages.add(TextHash.mix(CALLED, calls.whole()), callSize);
        } else {
            loose += callSize;
        }
        if (messages.count() == first) {
            messages.add(EMPTY, 0);
        }
        messages.lead(first, TextHash.mix(role, name), loose);
    }

    @Override
    public int[] firstTexts() {
        return cuts.firstTexts();
    }

    @Override
    public void addTo(Blocks prompt) {
        prompt.addAll(messages);
    }
}
