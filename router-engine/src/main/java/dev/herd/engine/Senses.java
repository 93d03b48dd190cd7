package dev.herd.engine;

import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.registry.SignalBoard;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.storage.HomeDirectory;
import dev.herd.engine.storage.WeekFile;
import dev.herd.engine.trace.Findings;

/// What this process senses: its own machine, and those of a demo. Thread-safe.
///
/// @param board shows it to people
/// @param people let it decide
/// @param weeks keeps what is learned of them
record Senses(SignalBoard board, People people, LearnedWriter weeks) {
    /// With what was learned before.
    static Senses open(HomeDirectory home, SignalBoard board, Findings findings, PersonWatch.Tools tools) {
        var file = new WeekFile(home);
        WeekFile.Loaded loaded = file.load();
        if (!loaded.damage().isEmpty()) {
            findings.raise("weeks_set_aside", loaded.damage());
        }
        var people = new People(tools, loaded.weeks(), findings);
        return new Senses(board, people, new LearnedWriter("people", () -> file.save(people.learned())));
    }

    /// What a machine's sensors say now.
    void sensed(NodeId node, NodeSignals signals) {
        board.sensed(node, signals);
        people.sensed(node, signals);
    }
}
