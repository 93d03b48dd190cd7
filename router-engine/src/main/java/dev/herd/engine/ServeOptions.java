package dev.herd.engine;

import dev.herd.engine.config.ConfigException;
import dev.herd.engine.config.DemoConfig;
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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The flags of everything that starts an engine, and the settings that follow from them.
public final class ServeOptions {
    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the endpoint; 0 picks a free one (default: 11435).")
    private @Nullable Integer port;

    @Option(
            names = "--bind",
            paramLabel = "ADDR",
            description = "Address to listen on (default: 127.0.0.1). Another than loopback needs HERD_API_KEY.")
    private @Nullable String bind;

    @Option(
            names = "--fleet-port",
            paramLabel = "N",
            defaultValue = "11436",
            description = "Port between machines (default: ${DEFAULT-VALUE}). Not used yet.")
    int fleetPort;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = {
                "Holds every file Herd writes (default:",
                "~/.local/share/herd; on macOS",
                "~/Library/Application Support/Herd; on Windows",
                "%%LOCALAPPDATA%%\\Herd)."
            })
    private @Nullable Path home;

    @Option(names = "--name", paramLabel = "NAME", description = "This machine's name (default: its host name).")
    private @Nullable String name;

    @Option(
            names = "--upstream",
            paramLabel = "URL[,OPTION=VALUE]...",
            description = {
                "A model server; may be repeated. Options: name (default: host:port), kind=ollama|openai",
                "(default: found out), slots=N (default: found out, else 1 for Ollama and 4 for others),",
                "memory=64GiB (default: unknown), chip (default: unknown), key-env=NAME of the variable",
                "that holds its API key (default: none)."
            })
    private List<String> upstreams = new ArrayList<>();

    @Option(
            names = "--no-local",
            description = "Do not look for model servers on this machine (default: look on 11434, OLLAMA_HOST,"
                    + " 1234, 8080, 8000 and 52415).")
    private boolean noLocal;

    @Option(names = "--no-discovery", description = "Do not look for other machines (default: look). Not used yet.")
    boolean noDiscovery;

    @Option(
            names = "--demo",
            description = "Three simulated machines, and simulated apps that ask them (default: off). The model"
                    + " servers of this machine are left alone then.")
    private boolean demo;

    /// The directory that holds every file.
    public Path home(Map<String, String> environment) {
        Path path = home == null
                ? HomeDirectory.defaultPath(
                        System.getProperty("os.name", ""), environment, Path.of(System.getProperty("user.home", ".")))
                : home;
        return path.toAbsolutePath().normalize();
    }

    /// What file, environment and flags say together.
    ///
    /// @throws ConfigException when one of them is wrong, in words for the person
    public EngineConfig config(Map<String, String> environment) throws ConfigException {
        Path path = home(environment);
        EngineConfig file = ConfigFile.read(path, new HomeDirectory(path).config(), environment);
        EndpointConfig endpoint;
        // The demo fleet stands beside servers that are named on the command line only.
        List<UpstreamConfig> servers = new ArrayList<>(demo ? List.of() : file.upstreams());
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
        NodeConfig node = name == null ? file.node() : new NodeConfig(name);
        String host = HostName.of(environment);
        NamedServers named = new NamedServers(servers, new ThisMachine(host));
        named.refuseTwins();
        if (!noLocal && !demo && file.local().detect()) {
            named.refuseOwnName(node.name().isEmpty() ? host : node.name());
        }
        if (!Gateway.isLoopback(endpoint.bind()) && endpoint.apiKey().isEmpty()) {
            throw new ConfigException("listening on " + endpoint.bind()
                    + " lets other machines in: set HERD_API_KEY, which they must show then");
        }
        return new EngineConfig(
                path,
                node,
                endpoint,
                noLocal || demo ? new LocalConfig(false) : file.local(),
                new DemoConfig(demo),
                servers,
                file.queue(),
                file.limits(),
                file.traces(),
                file.pulls(),
                file.person());
    }
}
