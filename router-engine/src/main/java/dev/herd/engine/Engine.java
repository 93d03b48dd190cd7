package dev.herd.engine;

import dev.herd.engine.api.HerdEngine;
import dev.herd.engine.api.OwnPerson;
import dev.herd.engine.cli.DemoClient;
import dev.herd.engine.config.EngineConfig;
import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.demo.DemoFleet;
import dev.herd.engine.dispatch.Dispatcher;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.gateway.Gateway;
import dev.herd.engine.gateway.Patience;
import dev.herd.engine.gateway.Records;
import dev.herd.engine.inference.DialectName;
import dev.herd.engine.placement.Insight;
import dev.herd.engine.protocol.ollama.OllamaDialect;
import dev.herd.engine.protocol.openai.OpenAiDialect;
import dev.herd.engine.pulling.Pulls;
import dev.herd.engine.registry.FleetRegistry;
import dev.herd.engine.registry.RunnerProfiles;
import dev.herd.engine.registry.SignalBoard;
import dev.herd.engine.storage.HomeDirectory;
import dev.herd.engine.storage.HomeLock;
import dev.herd.engine.storage.InventoryFile;
import dev.herd.engine.storage.ServerFile;
import dev.herd.engine.storage.SettingsFile;
import dev.herd.engine.upstream.Connections;
import dev.herd.engine.upstream.ModelLoader;
import dev.herd.engine.upstream.OllamaPulls;
import dev.herd.engine.upstream.UpstreamWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running Herd: everything wired together, from the port to the files.
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration FIRST_READINGS = Duration.ofSeconds(1);

    /// Seconds between two times that what was learned is written down.
    private static final long KEEP = 60;
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private final EngineConfig config;
    private final HostFacts host;
    private final InstantSource clock;
    private final Threads threads = new Threads();
    private final Connections connections;
    private final FleetRegistry registry;
    private final UpstreamWatch watch;
    private final Attention attention = new Attention(System::nanoTime);
    private final Dispatcher dispatcher;
    private final Records records;
    private final HomeLock lock;
    private final Instant started;
    private final Membership membership;
    private final EngineFleet fleet;
    private final PersonSettings person;
    private final Senses senses;
    private final RateFindings rates;
    private final Lead lead;
    private final Brain brain;
    private final Pulls pulls;
    private final Rooms rooms;
    private final SignalBoard board = new SignalBoard();
    private final Optional<DemoFleet> demo;
    private final Optional<LocalSearch> local;
    private final Gateway gateway;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// Starts an engine and opens its port.
    ///
    /// @param host what is to be known of this machine and process
    /// @throws IOException when the port or a file cannot be had
    /// @throws HomeLock.HomeTakenException when another engine runs on the same home
    public static Engine start(EngineConfig config, HostFacts host) throws IOException, HomeLock.HomeTakenException {
        return start(config, host, EngineTiming.DEFAULT);
    }

    /// Starts an engine with a patience of its own, for tests.
    ///
    /// @see #start(EngineConfig, HostFacts)
    public static Engine start(EngineConfig config, HostFacts host, EngineTiming timing)
            throws IOException, HomeLock.HomeTakenException {
        HomeDirectory home = new HomeDirectory(config.home());
        home.create();
        HomeLock lock = HomeLock.take(home);
        try {
            return new Engine(config, host, timing, home, lock);
        } catch (IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    private Engine(EngineConfig config, HostFacts host, EngineTiming timing, HomeDirectory home, HomeLock lock)
            throws IOException {
        this.config = config;
        this.host = host;
        this.clock = InstantSource.system();
        this.lock = lock;
        this.started = clock.instant();
        var keys = new UpstreamKeys(host.environment());
        connections = new Connections(keys::of);
        registry = new FleetRegistry(clock);
        watch = new UpstreamWatch(
                connections, threads.workers(), timing.pace(), attention::isPaid, new Readings(registry, host));
        rooms = new Rooms(board, clock, registry::snapshot, host.environment());
        // The demo's figures never mix with a real fleet's.
        HomeDirectory kept = config.demo().on() ? home.ofDemo() : home;
        Files.createDirectories(kept.path());
        records = RecordKeeping.begin(kept, config.traces(), clock);
        var board = new PinBoard(records.findings());
        person = new PersonSettings(config.person(), new SettingsFile(home));
        rates = RateFindings.of(records.findings(), this::insight, registry::snapshot);
        senses = Senses.open(kept, this.board, records.findings(), watching());
        fleet = new EngineFleet(
                registry, new RunnerProfiles(clock), watch, board, attention, clock, senses.people(), here());
        var reach = new Brain.Reach(connections, fleet, watch, board, threads);
        brain = Brain.of(config.queue(), kept, reach, records.findings(), clock);
        dispatcher = brain.dispatcher();
        var conditions = new Conditions(dispatcher);
        lead = new Lead(registry, conditions);
        membership = new Membership(registry, watch, keys, rooms, conditions, new ThisMachine(host.hostName()));
        pulls = pulls(timing);
        InventoryFile inventory = new InventoryFile(kept, clock);
        // Before anything is added, which is when the file is written.
        InventoryFile.Kept lastKnown = inventory.load();
        listen(inventory);
        demo = config.demo().on() ? Optional.of(demoFleet()) : Optional.empty();
        local = config.local().detect() ? Optional.of(search()) : Optional.empty();
        addNodes(lastKnown);
        gateway = openGateway(timing.patience());
        lock.publish(config.endpoint().reachedAt(), gateway.port());
        watchServers();
        List.of(brain.learned(), senses.weeks()).forEach(this::keep);
    }

    private void listen(InventoryFile inventory) {
        registry.onChange(dispatcher::fleetChanged);
        registry.onChange(new FleetWatch(records.events(), inventory, threads.timer(), registry::asked)::changed);
        registry.onChange(new NamesakeFindings(records.findings())::changed);
    }

    private void keep(LearnedWriter learned) {
        var _ = threads.timer()
                .scheduleWithFixedDelay(() -> threads.workers().execute(learned), KEEP, KEEP, TimeUnit.SECONDS);
    }

    private Pulls pulls(EngineTiming timing) {
        return new Pulls(
                new OllamaPulls(connections),
                new EnginePulls(registry, watch, rooms, records.findings()),
                new Pulls.Tools(
                        clock, threads.timer(), threads.workers(), timing.pace().whileDown()));
    }

    private DemoFleet demoFleet() {
        return new DemoFleet(new OllamaDialect(), clock, new Random(), threads.workers());
    }

    private LocalSearch search() {
        return new LocalSearch(localNode(), host.ollamaHost(), membership, threads.workers());
    }

    private Gateway openGateway(Patience patience) throws IOException {
        try {
            return new Gateway(
                    new Gateway.Identity(host.instance(), host.version(), host.hostName()),
                    config.endpoint(),
                    config.limits(),
                    new Gateway.Parts(
                            Map.of(DialectName.OLLAMA, new OllamaDialect(), DialectName.OPENAI, new OpenAiDialect()),
                            fleet,
                            dispatcher,
                            connections,
                            new RequestJournal(records, rooms),
                            records,
                            patience,
                            config.queue().perClient(),
                            new Gateway.Pulling(
                                    pulls,
                                    config.pulls().policy(),
                                    config.queue().maxWait()),
                            brain.pins(),
                            clock,
                            threads.timer(),
                            threads.workers()));
        } catch (IOException taken) {
            threads.close();
            demo.ifPresent(DemoFleet::close);
            connections.close();
            throw taken;
        }
    }

    private void addNodes(InventoryFile.Kept lastKnown) {
        lastKnown.meant().forEach(registry::restore);
        if (local.isPresent()) {
            registry.addNode(localNode(), localNode().value(), NodeKind.HERD);
        }
        servers().forEach(membership::register);
        for (Upstream upstream : lastKnown.upstreams()) {
            local.ifPresent(search -> search.expect(upstream));
            registry.restore(upstream);
        }
    }

    private List<UpstreamConfig> servers() {
        List<UpstreamConfig> servers = new ArrayList<>(config.upstreams());
        demo.map(DemoFleet::servers).ifPresent(servers::addAll);
        return servers;
    }

    /// Lets the demo's machines be sensed, and its apps ask.
    private void play(DemoFleet fleetOfDemo) {
        var _ = threads.timer().scheduleAtFixedRate(() -> fleetOfDemo.tick(senses::sensed), 0, 1, TimeUnit.SECONDS);
        threads.workers().execute(new DemoClient(gateway.port(), new Random(), threads.workers()));
    }

    private PersonWatch.Tools watching() {
        var work = new PersonWatch.Work(node -> dispatcher.runningOn(node), rates::coldSpeed);
        return new PersonWatch.Tools(
                person::get, report -> lead.report(report), work, clock, ZoneId.systemDefault(), threads.timer());
    }

    private SleepCare.Around sleeping() {
        NodeId here = localNode();
        return new SleepCare.Around(
                () -> dispatcher.runningOn(here), now -> senses.people().sleeps(here, now), person::get);
    }

    private OwnPerson ownPerson() {
        return senses.people().own(localNode(), person.get());
    }

    private Insight insight() {
        return dispatcher.view().insight();
    }

    /// This machine, where it serves.
    private @Nullable NodeId here() {
        return config.local().detect() ? localNode() : null;
    }

    private NodeId localNode() {
        return host.node(config.node());
    }

    private void watchServers() {
        var _ = threads.timer().scheduleAtFixedRate(registry::tick, 1, 1, TimeUnit.SECONDS);
        servers().forEach(membership::watch);
        demo.ifPresent(this::play);
        local.ifPresent(search -> search.begin(threads.workers()));
        new TrendRounds(registry, board, dispatcher::view, records.ended().trends(), clock).begin(threads.timer());
        var advice = new WindowAdvice(registry, dispatcher, records.findings());
        var _ = threads.timer().scheduleWithFixedDelay(advice, 1, 5, TimeUnit.SECONDS);
        var _ = threads.timer().scheduleWithFixedDelay(rates, 1, 5, TimeUnit.SECONDS);
    }

    /// The engine as windows and trays know it.
    public HerdEngine door() {
        var parts = new SnapshotMaker.Parts(registry, dispatcher, records, board);
        var facts = new SnapshotMaker.Facts(
                host.version(),
                "http://localhost:" + port(),
                started,
                clock,
                demo.isPresent(),
                this::ownPerson,
                gateway::stopping);
        var tools = new Commands.Tools(
                new ModelLoader(connections),
                new ServerFile(new HomeDirectory(config.home())),
                membership,
                pulls,
                dispatcher,
                person,
                clock);
        return new LocalEngine(
                new SnapshotMaker(parts, facts),
                new Commands(registry, fleet, records.live(), tools),
                fleet,
                records,
                threads.workers());
    }

    /// The port it listens on.
    public int port() {
        return gateway.port();
    }

    /// Returns when this machine has been searched and every server has answered or failed its first
    /// inventory, after a second at the latest.
    public void awaitFirstReadings() {
        long deadline = System.nanoTime() + FIRST_READINGS.toNanos();
        while (!firstReadingsAreThere() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private boolean firstReadingsAreThere() {
        return local.map(LocalSearch::hasLooked).orElse(true) && registry.allAsked();
    }

    /// Opens the history and this machine's sensors, which may take a while and so comes after the ready line. To be
    /// called once.
    public void openHistory() {
        threads.writer().execute(records.ended());
        var self = new Sampling.Local(
                localNode(),
                () -> host.openSensors(clock, threads.listeners()),
                senses::sensed,
                sleeping(),
                attention::isPaid,
                threads.workers());
        threads.workers().execute(new Sampling(registry, board, records, clock, self));
    }

    /// Refuses new requests, lets the running ones end, and ends those that have not after `patience`.
    ///
    /// @throws InterruptedException when somebody is in a hurry
    public void stop(Duration patience) throws InterruptedException {
        gateway.stopTaking();
        dispatcher.stop();
        // They can be asked for again and go on then; nobody's shut-down waits for a download.
        pulls.stop();
        if (!awaitIdle(patience)) {
            LOG.info("{} requests run still and are ended", gateway.running());
            gateway.stopRunning();
            awaitIdle(Duration.ofSeconds(2));
        }
        close();
    }

    private boolean awaitIdle(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (busy() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            if (Thread.interrupted()) {
                throw new InterruptedException("hurried");
            }
        }
        return !busy();
    }

    private boolean busy() {
        return gateway.running() > 0 || pulls.watched();
    }

    /// Ends at once.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        gateway.stopTaking();
        dispatcher.stop();
        pulls.stop();
        gateway.stopRunning();
        try {
            // So that they can say so to their clients, and to the history.
            awaitIdle(LAST_WORDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        gateway.close();
        brain.learned().run();
        senses.weeks().run();
        try {
            records.ended().close();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        threads.close();
        demo.ifPresent(DemoFleet::close);
        connections.close();
        try {
            lock.close();
        } catch (IOException left) {
            LOG.warn("the home stays marked as taken: {}", left.getMessage());
        }
    }
}
