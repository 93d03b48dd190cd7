package dev.herd.engine.inference;

/// The routes that run a model: their dialect, path, what they do, and whether they stream when the request does not
/// say.
public enum Endpoint {
    OLLAMA_CHAT(DialectName.OLLAMA, "/api/chat", Operation.CHAT, true),
    OLLAMA_GENERATE(DialectName.OLLAMA, "/api/generate", Operation.COMPLETE, true),
    OLLAMA_EMBED(DialectName.OLLAMA, "/api/embed", Operation.EMBED, false),
    OLLAMA_EMBEDDINGS(DialectName.OLLAMA, "/api/embeddings", Operation.EMBED, false),
    OPENAI_CHAT(DialectName.OPENAI, "/v1/chat/completions", Operation.CHAT, false),
    OPENAI_COMPLETIONS(DialectName.OPENAI, "/v1/completions", Operation.COMPLETE, false),
    OPENAI_EMBEDDINGS(DialectName.OPENAI, "/v1/embeddings", Operation.EMBED, false);

    private final DialectName dialect;
    private final String path;
    private final Operation operation;
    private final boolean streamsByDefault;

    Endpoint(DialectName dialect, String path, Operation operation, boolean streamsByDefault) {
        this.dialect = dialect;
        this.path = path;
        this.operation = operation;
        this.streamsByDefault = streamsByDefault;
    }

    public DialectName dialect() {
        return dialect;
    }

    public String path() {
        return path;
    }

    public Operation operation() {
        return operation;
    }

    public boolean streamsByDefault() {
        return streamsByDefault;
    }
}
