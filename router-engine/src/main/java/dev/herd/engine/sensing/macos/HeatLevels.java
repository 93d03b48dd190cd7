package dev.herd.engine.sensing.macos;

import dev.herd.engine.sensing.ExpectedSlowdown;
import dev.herd.engine.sensing.SpeedLeft;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Heat.Level;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What macOS calls its heat, in our words. It tells levels, not degrees.
final class HeatLevels {
    private static final Pattern NOTIFIED = Pattern.compile("thermalpressurelevel[ \\t]+(\\d{1,9})[ \\t]*\\R");
    private static final Pattern SPEED_LIMIT = Pattern.compile("\\bCPU_Speed_Limit[ \\t]*=[ \\t]*(\\d{1,3})[ \\t]*\\R");

    private HeatLevels() {}

    static Heat of(Level level) {
        return new Heat(Double.NaN, level, ExpectedSlowdown.at(level));
    }

    /// The state of `com.apple.system.thermalpressurelevel` (`OSThermalNotification.h` for macOS): 0 nominal, 1
    /// moderate, 2 heavy, 3 trapping, 4 sleeping; what lies above is taken for the worst.
    static Heat ofPressure(long state) {
        return switch ((int) state) {
            case 0 -> of(Level.NOMINAL);
            case 1 -> of(Level.FAIR);
            case 2 -> of(Level.SERIOUS);
            default -> of(Level.CRITICAL);
        };
    }

    /// `NSProcessInfoThermalState`, of which 1 stands for both moderate and heavy; empty for what it does not define.
    static Optional<Heat> ofProcessState(long state) {
        return switch ((int) state) {
            case 0 -> Optional.of(of(Level.NOMINAL));
            case 1 -> Optional.of(of(Level.FAIR));
            case 2 -> Optional.of(of(Level.SERIOUS));
            case 3 -> Optional.of(of(Level.CRITICAL));
            default -> Optional.empty();
        };
    }

    /// What `notifyutil -g com.apple.system.thermalpressurelevel` prints.
    static Optional<Heat> ofNotified(String text) {
        Matcher found = NOTIFIED.matcher(text);
        return found.find() ? Optional.of(ofPressure(Long.parseLong(found.group(1)))) : Optional.empty();
    }

    /// What `pmset -g therm` prints on Macs with an Intel processor: the share of its speed that is left, in percent.
    /// Others print notes alone, even when hot.
    static Optional<Heat> ofSpeedLimit(String text) {
        Matcher found = SPEED_LIMIT.matcher(text);
        if (!found.find()) {
            return Optional.empty();
        }
        return Optional.of(SpeedLeft.heat(Integer.parseInt(found.group(1)) / 100.0));
    }
}
