package dev.herd.engine.protocol;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Reads the tools of a request: a block for each, sorted by name, since clients that gather them from several places
/// list them in changing order.
final class ToolReader implements PromptPart {
    /// Inside the list.
    private static final int LIST = 2;

    /// Inside a tool; what it is called stands there or one deeper.
    private static final int TOOL = LIST + 1;

    private final byte[] body;
    private final TextCuts cuts;
    private final ValueHash value = new ValueHash();
    private final Blocks scratch = new Blocks();
    private final List<Tool> tools = new ArrayList<>();
    private String member = "";
    private String name = "";
    private int size;

    private record Tool(String name, long hash, int size) {}

    ToolReader(byte[] body) {
        this.body = body;
        cuts = new TextCuts(body);
    }

    boolean isEmpty() {
        return tools.isEmpty();
    }

    @Override
    public void name(String member, int depth) {
        this.member = member;
        if (depth < TOOL) {
            return;
        }
        // Where a client wants a cache to begin is nothing that a model reads.
        if (member.equals("cache_control") && depth <= TOOL + 1) {
            value.leaveOut();
        } else {
            value.name(member);
        }
    }

    @Override
    public void open(boolean object, int depth) {
        if (depth == TOOL) {
            value.begin();
            name = "";
            size = 0;
        }
        if (depth >= TOOL) {
            value.open(object);
        }
    }

    @Override
    public void close(int depth) {
        if (depth >= LIST) {
            value.close();
        }
        if (depth == LIST) {
            tools.add(new Tool(name, value.whole(), size));
        }
    }

    @Override
    public void string(int from, int to, int depth) {
        if (depth < TOOL) {
            return;
        }
        size += to - from;
        if (depth <= TOOL + 1 && member.equals("name")) {
            name = JsonSlice.inside(body, from, to).text();
        }
        scratch.clear();
        cuts.cut(from, to, scratch);
        value.value(scratch.whole());
    }

    @Override
    public void scalar(String literal) {
        value.value(TextHash.of(literal));
    }

    @Override
    public int[] firstTexts() {
        return cuts.firstTexts();
    }

    @Override
    public void addTo(Blocks prompt) {
        tools.sort(Comparator.comparing(Tool::name).thenComparingLong(Tool::hash));
        tools.forEach(tool -> prompt.add(tool.hash(), tool.size()));
    }
}
