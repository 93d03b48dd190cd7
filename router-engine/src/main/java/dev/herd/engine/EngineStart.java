package dev.herd.engine;

import dev.herd.engine.config.EngineConfig;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.sensing.ServerProcesses;
import dev.herd.engine.sensing.linux.ProcServerProcesses;
import dev.herd.engine.storage.HomeDirectory;
import dev.herd.engine.storage.HomeLock;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;

/// Starts an engine in this process: what headless runs and the desktop app have in common.
public final class EngineStart {
    private final EngineConfig config;
    private final Map<String, String> environment;
    private final String hostName;
    private final ThisMachine machine;
    private final ServerProcesses processes = processes();

    /// @param environment the process's environment
    public EngineStart(EngineConfig config, Map<String, String> environment) {
        this.config = config;
        this.environment = Map.copyOf(environment);
        this.hostName = HostName.of(environment);
        this.machine = new ThisMachine(hostName);
    }

    /// Opens the port; the history is to be opened afterwards ([Engine#openHistory]).
    ///
    /// @throws StartFailed when the home, the port or a file cannot be had
    public Engine start() throws StartFailed {
        HomeDirectory home = new HomeDirectory(config.home());
        System.setProperty("org.sqlite.tmpdir", home.nativeLibraries().toString());
        System.setProperty("jna.tmpdir", home.nativeLibraries().toString());
        LogSetup.to(home);
        try {
            return Engine.start(config, facts());
        } catch (HomeLock.HomeTakenException other) {
            throw new StartFailed(StartFailed.Cause.HOME_TAKEN, String.valueOf(other.getMessage()));
        } catch (BindException taken) {
            throw cannotListen();
        } catch (IOException failed) {
            throw new StartFailed(StartFailed.Cause.OTHER, "Herd cannot start: " + failed.getMessage());
        }
    }

    /// Only what listens on this machine can be looked at.
    private OptionalInt slots(UpstreamId upstream) {
        URI address = URI.create(upstream.url());
        boolean here = machine.answersPlainlyTo(address.getHost()).orElse(false);
        return here ? processes.slots(address.getPort()) : OptionalInt.empty();
    }

    private static ServerProcesses processes() {
        boolean linux = System.getProperty("os.name", "").equals("Linux");
        return linux ? new ProcServerProcesses(Path.of("/proc")) : ServerProcesses.UNSEEN;
    }

    /// One exception stands for both: another program has the port, or this machine does not have the address.
    private StartFailed cannotListen() {
        String bind = config.endpoint().bind();
        if (!machine.answersTo(bind)) {
            return new StartFailed(
                    StartFailed.Cause.OTHER,
                    "this machine has no address " + bind + "; choose one of its own with --bind, or 0.0.0.0 for all");
        }
        int port = config.endpoint().port();
        String owner = processes.owner(port).orElse("another program");
        return new StartFailed(
                StartFailed.Cause.PORT_TAKEN,
                "port " + port + " is taken by " + owner
                        + "; end it, or choose another port with --port N, or a free one with --port 0");
    }

    private HostFacts facts() {
        String version = EngineStart.class.getPackage().getImplementationVersion();
        return new HostFacts(
                UUID.randomUUID().toString(),
                version == null ? "0.1.0-dev" : version,
                hostName,
                environment,
                this::slots);
    }
}
