package dev.herd.engine;

import dev.herd.engine.cli.SignalReport;
import dev.herd.engine.sensing.SensorRounds;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `herd doctor`: shows what Herd can tell of this machine; needs no running engine.
@Command(
        name = "doctor",
        description = "Shows what this machine tells Herd of itself, and what it does not.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    /// Rates are measured between two readings.
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private static final Duration LOOK = Duration.ofMillis(5);

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--signals",
            description = "Read each sensor twice, a second apart (default: say what can be checked).")
    boolean signals;

    @Option(names = "--json", description = "Print JSON (default: a table).")
    boolean json;

    @Override
    public Integer call() {
        CommandSpec command = spec;
        if (command == null) {
            throw new IllegalStateException("picocli sets the specification before it calls");
        }
        PrintWriter out = command.commandLine().getOut();
        if (!signals) {
            out.println(
                    json
                            ? "{\"checks\":[\"signals\"]}"
                            : "herd doctor --signals  reads this machine's sensors: memory, heat, power, camera and others");
            out.flush();
            return 0;
        }
        // What a sensor has to say of itself stands in the table.
        LogSetup.off();
        SignalReport report = read();
        if (json) {
            out.println(report.json());
        } else {
            report.print(out);
        }
        out.flush();
        return 0;
    }

    private static SignalReport read() {
        InstantSource clock = InstantSource.system();
        try (Threads threads = new Threads()) {
            var sensors = new MachineSensors(clock, System.getenv(), threads.listeners());
            try (var rounds = new SensorRounds(sensors.open().sensors(), threads.workers(), clock, new Patient())) {
                rounds.round(clock.instant());
                await(rounds, clock);
                LockSupport.parkNanos(BETWEEN.toNanos());
                rounds.lookAgain();
                await(rounds, clock);
                return new SignalReport(clock.instant(), lines(rounds.looks()));
            }
        }
    }

    /// Whatever hangs is given up by its round.
    private static void await(SensorRounds rounds, InstantSource clock) {
        while (rounds.isBusy() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK.toNanos());
            rounds.round(clock.instant());
        }
    }

    /// All that could be told.
    @SuppressWarnings("unchecked") // whoever may implement Signal is one
    private static List<SignalReport.Line> lines(List<SensorRounds.Look> looks) {
        List<SignalReport.Line> lines = new ArrayList<>();
        for (Class<?> kind : Signal.class.getPermittedSubclasses()) {
            Class<? extends Signal> signal = (Class<? extends Signal>) kind;
            looks.stream()
                    .filter(look -> look.kind().equals(signal))
                    .findFirst()
                    .map(look -> new SignalReport.Line(signal, look.reading(), look.took()))
                    .or(() -> Optional.of(new SignalReport.Line(signal, Reading.notSensed(), Duration.ZERO)))
                    .ifPresent(lines::add);
        }
        return lines;
    }

    /// Asks for everything and waits for it.
    private record Patient() implements SensorRounds.Caller {
        @Override
        public void sensed(NodeSignals signals) {
            // Read at the end.
        }

        @Override
        public void sooner() {
            // Looks every few milliseconds.
        }

        @Override
        public boolean cares() {
            return true;
        }
    }
}
