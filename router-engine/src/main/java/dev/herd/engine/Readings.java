package dev.herd.engine;

import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.registry.FleetRegistry;
import dev.herd.engine.upstream.Reading;
import dev.herd.engine.upstream.UpstreamWatch;

/// Brings what the watch finds to the registry.
record Readings(FleetRegistry registry, HostFacts host) implements UpstreamWatch.Listener {
    @Override
    public void answered(UpstreamId upstream, Reading reading) {
        registry.sensedSlots(upstream, reading.slots().isPresent() ? reading.slots() : host.slots(upstream));
        registry.answered(upstream, reading.inventory());
    }

    @Override
    public void failed(UpstreamId upstream, UpstreamState state, String reason) {
        registry.failed(upstream, state, reason);
    }
}
