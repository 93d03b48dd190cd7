package dev.herd.engine.sensing.oshi;

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
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import oshi.SystemInfo;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.VirtualMemory;

/// What any machine tells of itself through OSHI, which loads native parts: a few tenths of a second, and 20 MB.
public final class OshiMachine {
    private static final String SOURCE = "OSHI";
    private static final Duration OFTEN = Duration.ofSeconds(5);
    private static final Duration RARELY = Duration.ofSeconds(30);

    private final SystemInfo system = new SystemInfo();
    private final HardwareAbstractionLayer hardware = system.getHardware();
    private final InstantSource clock;

    public OshiMachine(InstantSource clock) {
        this.clock = clock;
    }

    /// One for each signal that OSHI tells. What it reports as 0 or negative is unknown.
    ///
    /// @param models the folder whose disk counts
    /// @param self the number of this process
    public List<Sensor<?>> sensors(Path models, long self) {
        var processes = new OshiProcesses(
                system.getOperatingSystem(), hardware.getProcessor().getLogicalProcessorCount());
        return List.of(
                new Polled<>(Memory.class, OFTEN, SOURCE, clock, this::memory),
                new Polled<>(Swap.class, RARELY, SOURCE, clock, this::swap),
                new Metered<>(Processor.class, OFTEN, SOURCE, clock, new OshiProcessor(hardware.getProcessor())),
                new Metered<>(NetworkUse.class, OFTEN, SOURCE, clock, new OshiNetwork(hardware.getNetworkIFs())),
                new Metered<>(Disk.class, OFTEN, SOURCE, clock, new OshiDisk(models, hardware.getDiskStores())),
                new Metered<>(Runners.class, OFTEN, SOURCE, clock, new RunnersMeter(processes, self)));
    }

    private Optional<Memory> memory() {
        GlobalMemory memory = hardware.getMemory();
        long total = memory.getTotal();
        return total <= 0 ? Optional.empty() : Optional.of(new Memory(total, total - memory.getAvailable()));
    }

    private Optional<Swap> swap() {
        VirtualMemory memory = hardware.getMemory().getVirtualMemory();
        long total = memory.getSwapTotal();
        return total < 0 ? Optional.empty() : Optional.of(new Swap(total, memory.getSwapUsed()));
    }
}
