package dev.herd.engine.sensing.macos;

import static java.lang.foreign.ValueLayout.ADDRESS;

import dev.herd.engine.sensing.NativeFunction;
import dev.herd.engine.sensing.NativeLibrary;
import dev.herd.engine.sensing.Opened;
import dev.herd.engine.signal.Power;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a Mac lives on, by IOKit (`IOPowerSources.h`) and the process's own object. What provides the power decides,
/// not
/// whether a battery is charged: at its limit of charge a machine is on mains and does not charge.
final class PowerSources {
    private final CoreFoundation foundation;
    private final Opened<ObjectiveC> objects;
    private final NativeFunction copyInfo;
    private final NativeFunction providing;
    private final NativeFunction copyList;
    private final NativeFunction description;

    /// @throws IOException when IOKit lacks something
    PowerSources(MacLibraries libraries, Opened<ObjectiveC> objects) throws IOException {
        this.objects = objects;
        foundation = libraries.coreFoundation();
        NativeLibrary kit = libraries.framework("IOKit");
        copyInfo = kit.function("IOPSCopyPowerSourcesInfo", ADDRESS);
        providing = kit.function("IOPSGetProvidingPowerSourceType", ADDRESS, ADDRESS);
        copyList = kit.function("IOPSCopyPowerSourcesList", ADDRESS, ADDRESS);
        description = kit.function("IOPSGetPowerSourceDescription", ADDRESS, ADDRESS, ADDRESS);
    }

    Optional<Power> ask() throws IOException {
        boolean lowPower = lowPower();
        try (var info = foundation.owned(copyInfo.asSegment())) {
            if (info.isNull()) {
                return Optional.empty();
            }
            return foundation
                    .text(providing.asSegment(info.reference()))
                    .flatMap(PmsetText::source)
                    .map(source -> new Power(source, percent(info.reference()), lowPower));
        }
    }

    /// Of the battery that is built in, negative where there is none.
    private int percent(MemorySegment info) {
        try (var list = foundation.owned(copyList.asSegment(info))) {
            for (MemorySegment part : foundation.parts(list.reference())) {
                MemorySegment source = description.asSegment(info, part);
                boolean battery = foundation
                        .text(source, "Type")
                        .filter("InternalBattery"::equals)
                        .isPresent();
                OptionalDouble now = foundation.number(source, "Current Capacity");
                OptionalDouble most = foundation.number(source, "Max Capacity");
                if (battery && now.isPresent() && most.orElse(0) > 0) {
                    return Math.clamp(Math.round(100 * now.getAsDouble() / most.getAsDouble()), 0, 100);
                }
            }
            return PmsetText.NO_PERCENT;
        }
    }

    /// What macOS before 12 does not know is off there.
    private boolean lowPower() {
        try {
            ObjectiveC objectiveC = objects.get();
            MemorySegment type = objectiveC.type("Foundation", "NSProcessInfo");
            try (var _ = objectiveC.pool()) {
                return objectiveC.truth(objectiveC.object(type, "processInfo"), "isLowPowerModeEnabled");
            }
        } catch (IOException older) {
            return false;
        }
    }
}
