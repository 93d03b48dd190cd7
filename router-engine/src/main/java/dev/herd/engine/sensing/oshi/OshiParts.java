package dev.herd.engine.sensing.oshi;

import oshi.SystemInfo;
import oshi.hardware.HardwareAbstractionLayer;

/// OSHI's view of this machine, shared by the sensors that read it.
public final class OshiParts {
    static final String SOURCE = "OSHI";

    private final HardwareAbstractionLayer hardware = new SystemInfo().getHardware();

    HardwareAbstractionLayer hardware() {
        return hardware;
    }
}
