package dev.herd.engine.testing;

import dev.herd.engine.Engine;
import dev.herd.engine.EngineTiming;
import dev.herd.engine.HostFacts;
import dev.herd.engine.MachineSensors;
import dev.herd.engine.config.DemoConfig;
import dev.herd.engine.config.EndpointConfig;
import dev.herd.engine.config.EngineConfig;
import dev.herd.engine.config.LimitsConfig;
import dev.herd.engine.config.LocalConfig;
import dev.herd.engine.config.NodeConfig;
import dev.herd.engine.config.PullPolicy;
import dev.herd.engine.config.PersonConfig;
import dev.herd.engine.config.PullsConfig;
import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.config.TracesConfig;
import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.config.UpstreamSpec;
import dev.herd.engine.gateway.Patience;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import dev.herd.engine.sensing.Sleep;
import dev.herd.engine.storage.HomeLock;
import dev.herd.engine.upstream.Pace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// A real engine on a free port, and a client for it.
public final class TestHerd implements AutoCloseable {
    private static final Pace QUICK =
            Pace.steady(Duration.ofMillis(250), Duration.ofMillis(100), Duration.ofSeconds(2));

    private final Engine engine;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// What a test may want otherwise.
    public record Settings(
            EndpointConfig endpoint, QueueConfig queue, LimitsConfig limits, EngineTiming timing, PullPolicy pulls) {
        public static final Settings PLAIN = new Settings(
                new EndpointConfig(0, "127.0.0.1", ""),
                new QueueConfig(Duration.ofMinutes(10), Duration.ofMillis(300)),
                LimitsConfig.DEFAULT,
                new EngineTiming(Patience.DEFAULT, QUICK),
                PullsConfig.DEFAULT.policy());

        /// The same pace as in life: for tests that need an inventory to be out of date.
        public static final Settings GENTLE = PLAIN.with(EngineTiming.DEFAULT);

        public Settings with(QueueConfig other) {
            return new Settings(endpoint, other, limits, timing, pulls);
        }

        public Settings with(EndpointConfig other) {
            return new Settings(other, queue, limits, timing, pulls);
        }

        public Settings with(LimitsConfig other) {
            return new Settings(endpoint, queue, other, timing, pulls);
        }

        public Settings with(EngineTiming other) {
            return new Settings(endpoint, queue, limits, other, pulls);
        }

        public Settings with(PullPolicy other) {
            return new Settings(endpoint, queue, limits, timing, other);
        }

        public Settings with(Patience patience) {
            return with(new EngineTiming(patience, timing.pace()));
        }
    }

    private TestHerd(Engine engine) {
        this.engine = engine;
    }

    private static final MachineSensors.Opened NOTHING = new MachineSensors.Opened(List.of(), Sleep.NONE);

    /// @param upstreams as on the command line
    public static TestHerd start(Path home, String... upstreams) {
        return start(home, Settings.PLAIN, upstreams);
    }

    public static TestHerd start(Path home, Settings settings, String... upstreams) {
        return start(home, settings, Map.of(), (clock, environment, threads) -> NOTHING, upstreams);
    }

    /// Serves with a model server of its own machine as well, whose sensors say what the test wants.
    ///
    /// @param server the address of that model server
    public static TestHerd startAt(
            FakeUpstream server, Path home, HostFacts.SensorOpener sensors, String... upstreams) {
        String address = URI.create(server.url()).getAuthority();
        return start(home, Settings.PLAIN, Map.of("OLLAMA_HOST", address), sensors, upstreams);
    }

    private static TestHerd start(
            Path home,
            Settings settings,
            Map<String, String> environment,
            HostFacts.SensorOpener sensors,
            String... upstreams) {
        List<UpstreamConfig> servers =
                Arrays.stream(upstreams).map(UpstreamSpec::parse).toList();
        var config = new EngineConfig(
                home,
                NodeConfig.DEFAULT,
                settings.endpoint(),
                new LocalConfig(!environment.isEmpty()),
                DemoConfig.OFF,
                servers,
                settings.queue(),
                settings.limits(),
                TracesConfig.DEFAULT,
                new PullsConfig(settings.pulls()),
                PersonConfig.DEFAULT);
        var facts = new HostFacts(
                UUID.randomUUID().toString(),
                "0.0.1-test",
                "test-host",
                environment,
                upstream -> OptionalInt.empty(),
                sensors);
        try {
            Engine engine = Engine.start(config, facts, settings.timing());
            engine.awaitFirstReadings();
            engine.openHistory();
            TestHerd herd = new TestHerd(engine);
            // The engine itself waits for a second only, which a busy machine may need for more than this.
            Await.until(
                    "every server was asked",
                    () -> !herd.get("/fleet/status").body().contains("not asked yet"));
            return herd;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (HomeLock.HomeTakenException taken) {
            throw new AssertionError("each test has a home of its own", taken);
        }
    }

    public Engine engine() {
        return engine;
    }

    public int port() {
        return engine.port();
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + engine.port() + path));
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET().build());
    }

    /// @param headers names and values in turn
    public HttpResponse<String> post(String path, String body, String... headers) {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    public HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new AssertionError("interrupted", stopped);
        }
    }

    /// The answer to a request that is sent now and waited for later.
    public CompletableFuture<HttpResponse<String>> later(String path, String body, String... headers) {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> delete(String path) {
        return send(request(path).DELETE().build());
    }

    /// What stands at that path of `/fleet/status`.
    public String status(String path) {
        return at(get("/fleet/status").body(), path);
    }

    /// The answer's head, and its body as it comes.
    public HttpResponse<InputStream> open(String path, String body) {
        HttpRequest request =
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new AssertionError("interrupted", stopped);
        }
    }

    public static JsonFields json(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return JsonFields.of(bytes, 0, bytes.length);
        } catch (BadRequestException malformed) {
            throw new AssertionError("no JSON object: " + text, malformed);
        }
    }

    /// The value at a path of names and positions, such as `choices.0.message`; its JSON text.
    public static String at(String text, String path) {
        JsonSlice value = JsonSlice.of(text.strip());
        try {
            for (String step : path.split("\\.")) {
                JsonSlice inside = value.isArray()
                        ? value.elements().get(Integer.parseInt(step))
                        : value.fields()
                                .member(step)
                                .orElseThrow(() -> new AssertionError("no " + path + " in " + text))
                                .value();
                value = inside;
            }
            return value.raw();
        } catch (BadRequestException malformed) {
            throw new AssertionError("no " + path + " in " + text, malformed);
        }
    }

    /// The trace of a request, once it has ended.
    public String trace(HttpResponse<?> response) {
        String id = response.headers().firstValue("X-Fleet-Request").orElseThrow();
        String[] found = {""};
        Await.until("request " + id + " has ended", () -> {
            found[0] = get("/fleet/requests/" + id).body();
            return !at(found[0], "outcome").equals("null");
        });
        return found[0];
    }

    /// Requests that hold a slot, and that wait.
    public int running() {
        return Integer.parseInt(at(get("/fleet/queue").body(), "running"));
    }

    public int waiting() {
        return Integer.parseInt(at(get("/fleet/queue").body(), "waiting"));
    }

    @Override
    public void close() {
        client.shutdown();
        try {
            if (!client.awaitTermination(Duration.ofSeconds(2))) {
                // A test that failed has left requests behind, which nobody waits for.
                client.shutdownNow();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        engine.close();
    }
}
