package dev.herd.engine.demo;

import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Processor;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import dev.herd.engine.simulation.SimulatedMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What the demo machines' sensors say: heat that follows work, and a person who goes to meetings. Pure.
final class DemoScript {
    /// The laptop's person is in a meeting for two of every seven minutes, the first time soon enough to be seen.
    private static final Duration BETWEEN_MEETINGS = Duration.ofMinutes(7);

    private static final Duration FIRST_MEETING = Duration.ofSeconds(90);
    private static final Duration MEETING = Duration.ofMinutes(2);
    private static final Camera CALL = new Camera(List.of(new CaptureUse("a simulated call", CaptureUse.Kind.CALL)));

    /// Memory that the person's own programs take.
    private static final double OTHER_PROGRAMS = 0.18;

    private static final String SOURCE = "simulated";
    private static final double COOL = 38;
    private static final double WARMING = 34;
    private static final double FAIR_FROM = 62;
    private static final double SLOWDOWN_WHEN_FAIR = 0.04;

    /// @param warmth share of its full load that the machine has had lately, 0 to 1
    /// @param modelBytes memory that models take
    record Moment(Instant at, Duration sinceStart, double warmth, double load, long modelBytes) {}

    private DemoScript() {}

    static NodeSignals signals(SimulatedMachine machine, Moment moment) {
        long others = Math.round(machine.totalMemoryBytes() * OTHER_PROGRAMS);
        long used = Math.min(machine.totalMemoryBytes(), others + moment.modelBytes());
        double celsius = COOL + WARMING * moment.warmth();
        boolean fair = celsius >= FAIR_FROM;
        var heat = new Heat(celsius, fair ? Heat.Level.FAIR : Heat.Level.NOMINAL, fair ? SLOWDOWN_WHEN_FAIR : 0);
        return NodeSignals.NONE
                .with(Memory.class, known(new Memory(machine.totalMemoryBytes(), used), moment))
                .with(Processor.class, known(new Processor(0.04 + 0.3 * moment.load()), moment))
                .with(Heat.class, known(heat, moment))
                .with(Camera.class, known(camera(machine, moment.sinceStart()), moment));
    }

    private static <T extends Signal> Reading<T> known(T value, Moment moment) {
        return new Reading.Known<>(value, moment.at(), SOURCE);
    }

    static double slowdown(double warmth) {
        return COOL + WARMING * warmth >= FAIR_FROM ? SLOWDOWN_WHEN_FAIR : 0;
    }

    private static Camera camera(SimulatedMachine machine, Duration sinceStart) {
        boolean laptop = machine.name().startsWith("MacBook");
        long cycle = Math.floorMod(sinceStart.minus(FIRST_MEETING).toMillis(), BETWEEN_MEETINGS.toMillis());
        boolean begun = sinceStart.compareTo(FIRST_MEETING) >= 0;
        return laptop && begun && cycle < MEETING.toMillis() ? CALL : Camera.IDLE;
    }
}
