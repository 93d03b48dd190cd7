package dev.herd.engine;

import dev.herd.engine.config.ConfigException;
import dev.herd.engine.config.EndpointConfig;
import dev.herd.engine.config.EngineConfig;
import dev.herd.engine.config.LocalConfig;
import dev.herd.engine.config.NodeConfig;
import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.config.UpstreamSpec;
import dev.herd.engine.gateway.Gateway;
import dev.herd.engine.storage.ConfigFile;
import dev.herd.engine.storage.HomeDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `herd serve`: reads the settings, starts the engine and stays until it is told to end.
@Command(
        name = "serve",
        description = "Serves the fleet's endpoint.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Settings come from HOME/config.json, over it from the environment (queue.maxWait is",
            "HERD_QUEUE_MAX_WAIT), over it from these options. Further defaults: queue.maxWait 10m,",
            "queue.maxHold 10s, limits.maxBody 64MiB, limits.allBodies 192MiB, traces.retention 30d."
        })
final class ServeCommand implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the endpoint; 0 picks a free one (default: 11435).")
    @Nullable
    Integer port;

    @Option(
            names = "--bind",
            paramLabel = "ADDR",
            description = "Address to listen on (default: 127.0.0.1). Another than loopback needs HERD_API_KEY.")
    @Nullable
    String bind;

    @Option(
            names = "--fleet-port",
            paramLabel = "N",
            defaultValue = "11436",
            description = "Port between machines (default: ${DEFAULT-VALUE}). Not used yet.")
    int fleetPort;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Holds every file Herd writes (default: this system's place for it).")
    @Nullable
    Path home;

    @Option(names = "--name", paramLabel = "NAME", description = "This machine's name (default: its host name).")
    @Nullable
    String name;

    @Option(
            names = "--upstream",
            paramLabel = "URL[,OPTION=VALUE]...",
            description = {
                "A model server; may be repeated. Options: name (default: host:port), kind=ollama|openai",
                "(default: found out), slots=N (default: found out, else 1 for Ollama and 4 for others),",
                "memory=64GiB (default: unknown), chip (default: unknown), key-env=NAME of the variable",
                "that holds its API key (default: none)."
            })
    List<String> upstreams = new ArrayList<>();

    @Option(
            names = "--no-local",
            description = "Do not look for model servers on this machine (default: look on 11434, OLLAMA_HOST,"
                    + " 1234, 8080, 8000 and 52415).")
    boolean noLocal;

    @Option(names = "--no-discovery", description = "Do not look for other machines (default: look). Not used yet.")
    boolean noDiscovery;

    @Option(names = "--train", hidden = true, description = "Asks itself a few things and ends: makes the cache.")
    boolean train;

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> environment = System.getenv();
        Path path = home == null
                ? HomeDirectory.defaultPath(
                        System.getProperty("os.name", ""), environment, Path.of(System.getProperty("user.home", ".")))
                : home;
        EngineConfig config;
        try {
            config = config(path.toAbsolutePath().normalize(), environment);
        } catch (ConfigException wrong) {
            throw usage(wrong.reason());
        }
        HeadlessRun run = new HeadlessRun(config, environment);
        return train ? run.train() : run.run();
    }

    private ParameterException usage(String message) {
        CommandSpec command = spec;
        if (command == null) {
            throw new IllegalStateException("picocli sets the specification before it calls");
        }
        return new ParameterException(command.commandLine(), message);
    }

    private EngineConfig config(Path path, Map<String, String> environment) throws ConfigException {
        EngineConfig file = ConfigFile.read(path, new HomeDirectory(path).config(), environment);
        EndpointConfig endpoint;
        List<UpstreamConfig> servers = new ArrayList<>(file.upstreams());
        try {
            endpoint = new EndpointConfig(
                    port == null ? file.endpoint().port() : port,
                    bind == null ? file.endpoint().bind() : bind,
                    file.endpoint().apiKey());
            for (String upstream : upstreams) {
                servers.add(UpstreamSpec.parse(upstream));
            }
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException(String.valueOf(wrong.getMessage()));
        }
        refuseTwins(servers);
        if (!Gateway.isLoopback(endpoint.bind()) && endpoint.apiKey().isEmpty()) {
            throw new ConfigException("listening on " + endpoint.bind()
                    + " lets other machines in: set HERD_API_KEY, which they must show then");
        }
        return new EngineConfig(
                path,
                name == null ? file.node() : new NodeConfig(name),
                endpoint,
                noLocal ? new LocalConfig(false) : file.local(),
                servers,
                file.queue(),
                file.limits(),
                file.traces());
    }

    private static void refuseTwins(List<UpstreamConfig> servers) throws ConfigException {
        Set<String> names = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        for (UpstreamConfig server : servers) {
            if (!addresses.add(server.id().url())) {
                throw new ConfigException("upstream " + server.id() + " is named twice");
            }
            if (!names.add(server.name())) {
                throw new ConfigException("two upstreams have the name " + server.name());
            }
        }
    }
}
