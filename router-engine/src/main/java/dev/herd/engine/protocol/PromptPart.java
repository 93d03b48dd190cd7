package dev.herd.engine.protocol;

/// Reads the blocks of one member of a body while it is walked over. Depths are those of the object or array that
/// something stands in; the body's own is 1.
interface PromptPart {
    default void name(String name, int depth) {}

    /// @param depth inside of it
    default void open(boolean object, int depth) {}

    /// @param depth outside of it
    default void close(int depth) {}

    /// A string, its quotes left out.
    void string(int from, int to, int depth);

    /// A number, true, false or null.
    default void scalar(String literal) {}

    /// Something to be seen or heard.
    default void media(long hash) {}

    /// Where its first few texts begin and end, in turn.
    int[] firstTexts();

    /// Adds what was read behind what stands before it.
    void addTo(Blocks prompt);
}
