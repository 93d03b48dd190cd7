package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Metered;
import dev.herd.engine.sensing.Polled;
import dev.herd.engine.sensing.RunnersMeter;
import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.signal.Disk;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.NetworkUse;
import dev.herd.engine.signal.Processor;
import dev.herd.engine.signal.Runners;
import dev.herd.engine.signal.Swap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What a machine with Linux tells of itself, by files: no library is loaded.
public final class LinuxMachine {
    private static final Duration OFTEN = Duration.ofSeconds(5);
    private static final Duration RARELY = Duration.ofSeconds(30);

    private final Tree proc;
    private final Tree sys;
    private final List<Path> programs;
    private final InstantSource clock;

    /// @param proc `/proc`
    /// @param sys `/sys`
    /// @param programs folders of programs that may be asked, the best first
    public LinuxMachine(Path proc, Path sys, List<Path> programs, InstantSource clock) {
        this.proc = new Tree(proc);
        this.sys = new Tree(sys);
        this.programs = List.copyOf(programs);
        this.clock = clock;
    }

    /// One for each signal.
    ///
    /// @param models the folder whose disk counts
    /// @param self the number of this process
    public List<Sensor<?>> sensors(Path models, long self) {
        long page = pageBytes();
        Optional<NvidiaDriver> nvidia = NvidiaDriver.find(places("nvidia-smi"), sys);
        var runners = new RunnersMeter(new ProcProcesses(proc, page), self);
        PowerSaver saver = PowerSaver.find(places("powerprofilesctl"), sys);
        return List.of(
                memory(),
                swap(),
                new Metered<>(Processor.class, OFTEN, proc.name("stat"), clock, new ProcessorMeter(proc)),
                new Metered<>(NetworkUse.class, OFTEN, proc.name("net/dev"), clock, new NetworkMeter(proc, sys)),
                new Metered<>(Disk.class, OFTEN, proc.name("diskstats"), clock, new DiskMeter(models, proc)),
                new Metered<>(Runners.class, OFTEN, proc.name("PID/stat"), clock, runners),
                new PressureSensor(proc, page, clock),
                new HeatSensor(sys, nvidia, clock),
                new AcceleratorSensor(sys, nvidia, clock),
                new PowerSensor(sys, saver, clock));
    }

    private Sensor<Memory> memory() {
        return new Polled<>(
                Memory.class, OFTEN, proc.name("meminfo"), clock, () -> MemoryText.memory(proc.read("meminfo")));
    }

    private Sensor<Swap> swap() {
        return new Polled<>(
                Swap.class, RARELY, proc.name("meminfo"), clock, () -> MemoryText.swap(proc.read("meminfo")));
    }

    private long pageBytes() {
        try {
            return PageSize.of(Files.readAllBytes(proc.root().resolve("self/auxv")));
        } catch (IOException hidden) {
            return PageSize.of(new byte[0]);
        }
    }

    private List<Path> places(String program) {
        return programs.stream().map(folder -> folder.resolve(program)).toList();
    }
}
