package dev.herd.engine.gateway;

import dev.herd.engine.config.EndpointConfig;
import dev.herd.engine.config.LimitsConfig;
import dev.herd.engine.config.PullPolicy;
import dev.herd.engine.dispatch.Dispatcher;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.inference.DialectName;
import dev.herd.engine.protocol.Dialect;
import dev.herd.engine.pulling.Pulls;
import dev.herd.engine.upstream.Connections;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The endpoint: everything between a client's bytes and the fleet.
public final class Gateway implements AutoCloseable {
    private static final int BETWEEN_LOOKS_MILLIS = 1_000;

    /// Whole answers in memory together: a quarter of the process's, beside the requests' bodies.
    private static final long ALL_ANSWERS = 128L << 20;

    private final RunningCalls running;
    private final FrontDoor door;
    private final HttpGateway listener;
    private final AtomicBoolean stopping = new AtomicBoolean();

    /// Who this engine is.
    ///
    /// @param instance differs from every other engine's
    /// @param version Herd's
    /// @param hostName of this machine
    public record Identity(String instance, String version, String hostName) {}

    /// Pulling models.
    ///
    /// @param policy whether a request may start a pull
    /// @param longest time a request waits for its model to be pulled, when it has no deadline
    public record Pulling(Pulls pulls, PullPolicy policy, Duration longest) {}

    /// What the endpoint stands on.
    ///
    /// @param pins models that stay in memory
    /// @param perClient most requests of one client at once, 0 for no limit
    /// @param workers starts a virtual thread for each task
    /// @param timer its tasks are short
    public record Parts(
            Map<DialectName, Dialect> dialects,
            Fleet fleet,
            Dispatcher dispatcher,
            Connections connections,
            Journal journal,
            Records records,
            Patience patience,
            int perClient,
            Pulling pulling,
            Pins pins,
            InstantSource clock,
            ScheduledExecutorService timer,
            Executor workers) {
        public Parts {
            dialects = Map.copyOf(dialects);
        }
    }

    /// Opens the port.
    ///
    /// @throws IOException when the port cannot be had
    public Gateway(Identity identity, EndpointConfig endpoint, LimitsConfig limits, Parts parts) throws IOException {
        running = new RunningCalls(parts.fleet(), parts.patience().stream());
        var errors = new ErrorReplies(parts.dialects());
        var pages = new Pages(parts.fleet(), pages(identity, parts), errors);
        var pipeline = pipeline(parts, errors);
        var rules = new FrontDoor.Rules(
                identity.instance(),
                endpoint.apiKey(),
                limits.maxBody(),
                new BrowserGuard(isLoopback(endpoint.bind()), identity.hostName()),
                new RequestIds(parts.clock().instant()),
                parts.clock());
        var house = new FrontDoor.House(
                new BodyBudget(limits.allBodies()), parts.workers(), parts.journal(), parts.patience());
        door = new FrontDoor(rules, errors, house, exchange -> {
            switch (exchange.route()) {
                case Route.Inference(var inference) -> {
                    parts.fleet().comes();
                    pipeline.run(exchange, inference);
                }
                case Route.Local local -> pages.serve(exchange, local);
                case Route.Unknown _, Route.Later _, Route.WrongMethod _ ->
                    throw new IllegalStateException("refused at the door: " + exchange.path());
            }
        });
        listener = new HttpGateway(endpoint.bind(), endpoint.port(), door);
        var _ = parts.timer()
                .scheduleAtFixedRate(
                        () -> look(parts), BETWEEN_LOOKS_MILLIS, BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
    }

    private Pages.All pages(Identity identity, Parts parts) {
        return new Pages.All(
                new ModelPages(parts.fleet(), parts.connections(), parts.clock()),
                new FleetPages(
                        parts.fleet(),
                        parts.dispatcher(),
                        parts.records(),
                        new FleetPages.Engine(
                                identity.version(), parts.clock().instant(), parts.clock(), stopping::get)),
                new WeekPages(parts.fleet()),
                new TrendPage(parts.records().ended(), parts.clock()),
                new PullPages(parts.pulling().pulls(), parts.fleet(), parts.clock()),
                new PinPages(parts.pins(), parts.fleet(), parts.clock()),
                new EventPage(parts.records().events(), parts.fleet()));
    }

    private void look(Parts parts) {
        Pulls pulls = parts.pulling().pulls();
        if (!pulls.running().isEmpty()) {
            parts.fleet().comes();
        }
        running.look();
        pulls.look(running::isSilent);
    }

    private RequestPipeline pipeline(Parts parts, ErrorReplies errors) {
        Map<UpstreamKind, Dialect> byKind = new EnumMap<>(UpstreamKind.class);
        for (UpstreamKind kind : UpstreamKind.values()) {
            Dialect dialect = parts.dialects().get(DialectName.valueOf(kind.name()));
            if (dialect != null) {
                byKind.put(kind, dialect);
            }
        }
        var environment = new RequestPipeline.Environment(
                byKind,
                parts.journal(),
                running,
                new BodyBudget(ALL_ANSWERS),
                new ClientCap(parts.perClient()),
                new Workbench(Workbench.WHOLE),
                parts.clock(),
                parts.timer(),
                parts.workers());
        return new RequestPipeline(
                new Intake(
                        parts.dialects(),
                        parts.fleet(),
                        new MissingModel(parts.pulling(), parts.fleet(), parts.clock()),
                        new PromptWatch(
                                new SecureRandom().nextLong(),
                                Intake.CHARS_PER_TOKEN,
                                parts.records().findings())),
                parts.dispatcher(),
                parts.connections(),
                parts.fleet(),
                environment,
                errors);
    }

    /// Whether an address to listen on is reached from this machine alone.
    public static boolean isLoopback(String bind) {
        try {
            return InetAddress.getByName(bind).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            // An address that nobody knows cannot be listened on either, which the listener will say.
            return false;
        }
    }

    /// The port it listens on.
    public int port() {
        return listener.port();
    }

    /// From now on requests for models are refused; those that run go on.
    public void stopTaking() {
        stopping.set(true);
        door.stopTaking();
    }

    public boolean stopping() {
        return stopping.get();
    }

    /// Requests that run, and answers that are still on their way.
    public int running() {
        return running.count() + door.unended();
    }

    /// Ends the requests that run with their dialect's error.
    public void stopRunning() {
        running.stopAll(Abort.Reason.STOPPING);
    }

    @Override
    public void close() {
        listener.close();
    }
}
