package dev.herd.engine;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.dispatch.Dispatcher;
import dev.herd.engine.gateway.Fleet;
import dev.herd.engine.learning.RateBook;
import dev.herd.engine.scheduling.Scheduler;
import dev.herd.engine.storage.HomeDirectory;
import dev.herd.engine.storage.LearnedFile;
import dev.herd.engine.storage.PinFile;
import dev.herd.engine.trace.Findings;
import dev.herd.engine.upstream.Connections;
import dev.herd.engine.upstream.ModelLoader;
import dev.herd.engine.upstream.ProbeClient;
import dev.herd.engine.upstream.UpstreamWatch;
import java.time.InstantSource;
import java.util.Random;

/// The scheduler with what it remembers and what carries out its wishes.
///
/// @param learned keeps what it has learned
/// @param pins how people make pins
record Brain(Dispatcher dispatcher, LearnedWriter learned, EnginePins pins) {

    /// What it reaches the world with.
    record Reach(Connections connections, Fleet fleet, UpstreamWatch watch, PinBoard board, Threads threads) {}

    /// Wires it together, with what the last run has left in the home.
    static Brain of(QueueConfig queue, HomeDirectory home, Reach reach, Findings findings, InstantSource clock) {
        LearnedFile memory = new LearnedFile(home);
        Threads threads = reach.threads();
        var loader = new ModelLoader(reach.connections());
        var evictions = new Evictions(loader, reach.fleet(), threads.workers());
        var loads = new Loads(loader, evictions, reach.fleet(), reach.watch(), threads.workers());
        var probes = new Probes(new ProbeClient(reach.connections(), new Random()), reach.fleet(), threads.workers());
        var hands = new Dispatcher.Hands(evictions::begin, probes::begin, loads::begin, reach.board()::stand);
        var scheduler = new Scheduler(queue, new RateBook(memory.load()));
        var dispatcher = new Dispatcher(scheduler, clock, threads.timer(), hands);
        var file = new PinFile(home);
        var pins = new EnginePins(dispatcher, reach.board(), file, reach.fleet(), loads);
        PinFile.Loaded loaded = file.load();
        if (!loaded.damage().isEmpty()) {
            findings.raise("pins_set_aside", loaded.damage());
        }
        pins.restore(loaded.pins());
        return new Brain(dispatcher, new LearnedWriter("rates", () -> memory.save(dispatcher.learned())), pins);
    }
}
