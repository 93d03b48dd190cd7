package dev.herd.engine.protocol;

/// How an upstream frames an answer, which follows from what was asked of it.
public enum ReplyFraming {
    /// One JSON object, or one per line: Ollama's chat.
    OLLAMA_CHAT,
    /// One JSON object, or one per line: Ollama's generate.
    OLLAMA_GENERATE,
    /// Ollama's `embeddings` object.
    OLLAMA_EMBED,
    /// Ollama's older `embedding` object.
    OLLAMA_EMBEDDING,
    /// OpenAI's chat, whole or as server-sent events.
    OPENAI_CHAT,
    /// OpenAI's text completion, whole or as server-sent events.
    OPENAI_COMPLETION,
    /// OpenAI's list of embeddings.
    OPENAI_EMBEDDINGS
}
