package dev.herd.engine;

import dev.herd.engine.config.ConfigException;
import dev.herd.engine.config.UpstreamConfig;
import java.net.URI;
import java.util.List;

/// The model servers that a person named: each once, and each under a name of its own.
///
/// @param machine by which addresses this machine's own servers are named
record NamedServers(List<UpstreamConfig> servers, ThisMachine machine) {
    NamedServers {
        servers = List.copyOf(servers);
    }

    /// @throws ConfigException when two of them are one server, or have one name
    void refuseTwins() throws ConfigException {
        for (int i = 0; i < servers.size(); i++) {
            UpstreamConfig later = servers.get(i);
            for (UpstreamConfig earlier : servers.subList(0, i)) {
                if (machine.isPlainlyOneServer(earlier.id(), later.id())) {
                    String also = earlier.id().equals(later.id()) ? "" : ", also as " + earlier.id();
                    throw new ConfigException("upstream " + later.id() + " is named twice" + also);
                }
                // Commands and headers find machines by their names without case.
                if (earlier.name().equalsIgnoreCase(later.name())) {
                    throw new ConfigException("two upstreams have the name " + later.name());
                }
            }
        }
    }

    /// A server of this machine may bear its name, and is part of it then; another machine's may not. May look names
    /// up.
    ///
    /// @param own this machine's name
    void refuseOwnName(String own) throws ConfigException {
        for (UpstreamConfig server : servers) {
            boolean same = server.name().equalsIgnoreCase(own);
            if (same && !machine.answersTo(URI.create(server.id().url()).getHost())) {
                throw new ConfigException("upstream " + server.id() + " has this machine's own name, " + own
                        + "; give it another with name=NAME, or this machine with --name");
            }
        }
    }
}
