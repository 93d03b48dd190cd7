package dev.herd.engine.upstream;

import dev.herd.engine.fleet.UpstreamId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for model servers on this machine, where they listen by default. Runs on its own virtual thread, and asks all
/// addresses at once, so that a program that accepts connections and never answers hides no server behind it.
public final class LocalServers implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalServers.class);
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    /// Ollama, LM Studio, llama.cpp's server (and MLX's), vLLM, exo.
    private static final List<Integer> PORTS = List.of(11434, 1234, 8080, 8000, 52415);

    private final Set<UpstreamId> addresses;
    private final UpstreamWatch watch;
    private final Executor workers;
    private final Finds finds;
    private final CountDownLatch firstLook = new CountDownLatch(1);

    /// What becomes of what is found. Called from any thread.
    public interface Finds {
        /// Whether the fleet has the server that listens at that address, be it under another one.
        boolean known(UpstreamId address);

        /// A server that the fleet does not have.
        void found(UpstreamId address);
    }

    /// @param addresses where to look
    /// @param workers starts a virtual thread for each task, and interrupts them all in the end
    public LocalServers(Set<UpstreamId> addresses, UpstreamWatch watch, Executor workers, Finds finds) {
        this.addresses = Set.copyOf(addresses);
        this.watch = watch;
        this.workers = workers;
        this.finds = finds;
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

    /// Whether every address has been looked at once.
    public boolean hasLooked() {
        return firstLook.getCount() == 0;
    }

    /// Looks once.
    void look() throws InterruptedException {
        CountDownLatch looked = new CountDownLatch(addresses.size());
        for (UpstreamId address : addresses) {
            workers.execute(() -> {
                try {
                    look(address);
                } catch (InterruptedException stopped) {
                    LOG.debug("no longer looking at {}", address);
                } finally {
                    looked.countDown();
                }
            });
        }
        looked.await();
        firstLook.countDown();
    }

    private void look(UpstreamId address) throws InterruptedException {
        if (!finds.known(address) && watch.isModelServer(address)) {
            LOG.info("found a model server on this machine: {}", address);
            finds.found(address);
        }
    }
}
