package dev.herd.engine.fleet;

/// A model where it stands: machine, server, and the model as that server has it.
public record Holder(Node node, Upstream upstream, HostedModel model) {

    public InstanceId instance() {
        return new InstanceId(upstream.id(), model.ref());
    }

    /// What it runs in there, which models of other names may share.
    public RunnerId runner() {
        String weights = model.weights();
        return new RunnerId(upstream.id(), weights.isEmpty() ? model.ref().toString() : weights);
    }

    /// Whether requests may be sent there at all.
    public boolean serves() {
        return node.state().serves() && upstream.state().serves();
    }
}
