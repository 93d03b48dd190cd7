package dev.herd.engine.protocol;

/// The name of the model in a request's body.
public final class ModelName {
    /// As long as Ollama lets host, namespace, model and tag be.
    private static final int LONGEST = 4 * 350;

    private ModelName() {}

    /// As the client spelled it.
    ///
    /// @throws BadRequestException when there is none, or one that no server can have
    public static String read(JsonFields fields) throws BadRequestException {
        String name = fields.string("model", "");
        if (name.isBlank()) {
            throw new BadRequestException("model is required");
        }
        if (name.length() > LONGEST) {
            throw new BadRequestException("invalid model name");
        }
        return name;
    }
}
