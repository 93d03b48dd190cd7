package dev.herd.engine.sensing.macos;

import dev.herd.engine.sensing.Command;
import dev.herd.engine.sensing.Growth;
import dev.herd.engine.signal.Pressure;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/// Asks how much macOS suffers from a lack of memory. What lies in swap is no sign of it, since cold pages stay there
/// for days: what goes there is.
final class PressureQuestions {
    private static final String LEVEL = "kern.memorystatus_vm_pressure_level";
    private static final Command LEVEL_COMMAND = Command.of("/usr/sbin/sysctl", "-n", LEVEL);
    private static final Command VM_STAT = Command.of("/usr/bin/vm_stat");

    private final Darwin darwin;
    private final InstantSource clock;
    private final Growth swappedOut = new Growth();
    private final Growth swappedOutByCommand = new Growth();

    PressureQuestions(Darwin darwin, InstantSource clock) {
        this.darwin = darwin;
        this.clock = clock;
    }

    Optional<Pressure> ofKernel() throws IOException {
        Optional<Pressure.Level> level = VmText.level(darwin.number(LEVEL));
        OptionalLong pageBytes = darwin.number("hw.pagesize");
        if (level.isEmpty() || pageBytes.isEmpty()) {
            return Optional.empty();
        }
        double rate = swappedOut.perSecond(darwin.swapouts() * pageBytes.getAsLong(), clock.instant());
        return Optional.of(new Pressure(level.get(), rate));
    }

    Optional<Pressure> ofCommands() throws IOException, InterruptedException {
        Optional<Pressure.Level> level = VmText.level(VmText.number(LEVEL_COMMAND.run()));
        if (level.isEmpty()) {
            return Optional.empty();
        }
        OptionalLong bytes = VmText.swappedOutBytes(VM_STAT.run());
        double rate =
                bytes.isPresent() ? swappedOutByCommand.perSecond(bytes.getAsLong(), clock.instant()) : Double.NaN;
        return Optional.of(new Pressure(level.get(), rate));
    }
}
