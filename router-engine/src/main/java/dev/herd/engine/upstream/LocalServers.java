package dev.herd.engine.upstream;

import dev.herd.engine.fleet.UpstreamId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for model servers on this machine, where they listen by default. Runs on its own virtual thread.
public final class LocalServers implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalServers.class);
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    /// Ollama, LM Studio, llama.cpp's server (and MLX's), vLLM, exo.
    private static final List<Integer> PORTS = List.of(11434, 1234, 8080, 8000, 52415);

    private final Set<UpstreamId> addresses;
    private final UpstreamWatch watch;
    private final Consumer<UpstreamId> found;

    /// @param addresses where to look
    /// @param found is told of each server that was not known before
    public LocalServers(Set<UpstreamId> addresses, UpstreamWatch watch, Consumer<UpstreamId> found) {
        this.addresses = Set.copyOf(addresses);
        this.watch = watch;
        this.found = found;
    }

    /// Where to look on this machine.
    ///
    /// @param ollamaHost value of `OLLAMA_HOST`, empty when not set
    public static Set<UpstreamId> addresses(String ollamaHost) {
        Set<UpstreamId> addresses = new LinkedHashSet<>();
        for (int port : PORTS) {
            addresses.add(UpstreamId.parse("http://127.0.0.1:" + port));
        }
        String host = ollamaHost.strip();
        if (!host.isEmpty()) {
            try {
                addresses.add(UpstreamId.parse(withPort(host)));
            } catch (IllegalArgumentException unreadable) {
                LOG.warn("OLLAMA_HOST is no address that Herd can read: {}", host);
            }
        }
        return addresses;
    }

    /// Ollama's own reading: a missing port is 11434, or the scheme's own when there is a scheme.
    private static String withPort(String host) {
        if (host.contains("://")) {
            return host;
        }
        if (host.startsWith(":")) {
            return "127.0.0.1" + host;
        }
        boolean hasPort = host.startsWith("[") ? host.contains("]:") : host.indexOf(':') >= 0;
        return hasPort ? host : host + ":11434";
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
        } catch (InterruptedException stopped) {
            LOG.debug("no longer looking for model servers on this machine");
        }
    }

    /// Looks once.
    public void look() throws InterruptedException {
        for (UpstreamId address : addresses) {
            if (!watch.watches(address) && watch.isModelServer(address)) {
                LOG.info("found a model server on this machine: {}", address);
                found.accept(address);
            }
        }
    }
}
