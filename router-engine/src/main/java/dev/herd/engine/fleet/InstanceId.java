package dev.herd.engine.fleet;

/// One model on one upstream: what has slots, rates and a breaker.
public record InstanceId(UpstreamId upstream, ModelRef model) {
    @Override
    public String toString() {
        return model + "@" + upstream;
    }
}
