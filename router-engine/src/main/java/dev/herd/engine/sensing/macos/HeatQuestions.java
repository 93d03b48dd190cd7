package dev.herd.engine.sensing.macos;

import dev.herd.engine.sensing.Command;
import dev.herd.engine.sensing.Opened;
import dev.herd.engine.signal.Heat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Other ways to ask for heat. A virtual machine answers none of them.
final class HeatQuestions {
    static final Command SPEED_LIMIT = Command.of("/usr/bin/pmset", "-g", "therm");
    static final Command NOTIFIED = Command.of("/usr/bin/notifyutil", "-g", ThermalPressureSensor.KEY);

    private final Darwin darwin;
    private final Opened<ObjectiveC> objects;

    HeatQuestions(Darwin darwin, Opened<ObjectiveC> objects) {
        this.darwin = darwin;
        this.objects = objects;
    }

    /// Asks the process's own object, which knows fewer levels.
    Optional<Heat> ofProcessInfo() throws IOException {
        if (darwin.isVirtual()) {
            return Optional.empty();
        }
        ObjectiveC objectiveC = objects.get();
        MemorySegment type = objectiveC.type("Foundation", "NSProcessInfo");
        try (var _ = objectiveC.pool()) {
            MemorySegment process = objectiveC.object(type, "processInfo");
            return HeatLevels.ofProcessState(objectiveC.integer(process, "thermalState"));
        }
    }

    /// Asks for the processor's limit of speed, which Intel processors alone have.
    Optional<Heat> ofSpeedLimit() throws IOException, InterruptedException {
        boolean tells = darwin.number("hw.optional.arm64").orElse(0) != 1 && !darwin.isVirtual();
        return tells ? HeatLevels.ofSpeedLimit(SPEED_LIMIT.run()) : Optional.empty();
    }

    /// Asks for what macOS announces by a command of its own.
    Optional<Heat> ofNotified() throws IOException, InterruptedException {
        return darwin.isVirtual() ? Optional.empty() : HeatLevels.ofNotified(NOTIFIED.run());
    }
}
