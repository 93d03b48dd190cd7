package dev.herd.engine.protocol;

/// Reads a text, or a list of them.
final class TextReader implements PromptPart {
    private final TextCuts cuts;
    private final Blocks blocks = new Blocks();
    private boolean openEnd;
    private long literals;

    TextReader(byte[] body) {
        cuts = new TextCuts(body);
    }

    @Override
    public void string(int from, int to, int depth) {
        openEnd = !cuts.cut(from, to, blocks);
    }

    /// A prompt may come as tokens.
    @Override
    public void scalar(String literal) {
        literals = TextHash.mix(literals, TextHash.of(literal));
    }

    @Override
    public void media(long hash) {
        blocks.add(hash, 0);
    }

    /// Leaves out a last block that is not full: a conversation in one text goes on in the middle of it, so that no
    /// later
    /// turn would have it. A text of one block keeps it.
    void leaveOutOpenEnd() {
        if (openEnd && blocks.count() > 1) {
            blocks.removeLast();
            openEnd = false;
        }
    }

    @Override
    public int[] firstTexts() {
        return cuts.firstTexts();
    }

    @Override
    public void addTo(Blocks prompt) {
        prompt.addAll(blocks);
        if (literals != 0) {
            prompt.add(literals, 0);
        }
    }
}
