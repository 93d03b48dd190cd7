package dev.herd.engine;

import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.upstream.LocalServers;
import java.util.Set;
import java.util.concurrent.Executor;

/// The model servers of this machine that nobody named: where they may be, and how they become part of its node.
final class LocalSearch implements LocalServers.Finds {
    private final NodeId node;
    private final Set<UpstreamId> addresses;
    private final Membership membership;
    private final LocalServers servers;

    /// @param node this machine
    /// @param ollamaHost value of `OLLAMA_HOST`, empty when not set
    LocalSearch(NodeId node, String ollamaHost, Membership membership, Executor workers) {
        this.node = node;
        this.addresses = LocalServers.addresses(ollamaHost);
        this.membership = membership;
        this.servers = new LocalServers(addresses, membership.watch(), workers, this);
    }

    /// A server that was found before the last end is expected again: until it answers, its models are known and not
    /// taken for a mistake.
    void expect(Upstream lastKnown) {
        if (addresses.contains(lastKnown.id()) && !known(lastKnown.id())) {
            membership.registry().addUpstream(node, lastKnown.id(), lastKnown.kind(), 0);
            membership.watch().add(lastKnown.id(), null);
        }
    }

    void begin(Executor workers) {
        workers.execute(servers);
    }

    /// Whether every place has been looked at once.
    boolean hasLooked() {
        return servers.hasLooked();
    }

    @Override
    public boolean known(UpstreamId address) {
        return membership.knows(address);
    }

    @Override
    public void found(UpstreamId address) {
        membership.registry().addUpstream(node, address, UpstreamKind.OLLAMA, 0);
        membership.watch().add(address, null);
    }
}
