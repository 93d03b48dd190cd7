package dev.herd.engine.fleet;

/// A model where it stands: machine, server, and the model as that server has it.
public record Holder(Node node, Upstream upstream, HostedModel model) {

    public InstanceId instance() {
        return new InstanceId(upstream.id(), model.ref());
    }

    /// Which of the models of its name it is.
    public Variant variant() {
        String digest = model.digest();
        return new Variant(model.ref(), digest.isEmpty() ? upstream.kind().label() : digest);
    }

    /// What it runs in there, which models of other names may share.
    public RunnerId runner() {
        String weights = model.weights();
        return new RunnerId(upstream.id(), weights.isEmpty() ? model.ref().toString() : weights);
    }

    /// The longest context in tokens that a request can have there, 0 when nobody knows. Ollama loads a
    /// model anew for a larger window, up to what it was trained for; other servers keep the one they
    /// were started with.
    public int longestWindow() {
        Residency resident = model.resident();
        int loaded = resident == null ? 0 : resident.window();
        return upstream.kind() != UpstreamKind.OLLAMA && loaded > 0 ? loaded : model.trainedWindow();
    }

    /// Whether requests may be sent there at all.
    public boolean serves() {
        return node.state().serves() && upstream.state().serves();
    }
}
