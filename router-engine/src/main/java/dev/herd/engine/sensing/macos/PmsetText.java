package dev.herd.engine.sensing.macos;

import dev.herd.engine.sensing.Command;
import dev.herd.engine.signal.Power;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `pmset -g batt` and `pmset -g` say of power.
final class PmsetText {
    static final int NO_PERCENT = -1;

    private static final Command BATTERY = Command.of("/usr/bin/pmset", "-g", "batt");
    private static final Command SETTINGS = Command.of("/usr/bin/pmset", "-g");
    private static final Pattern SOURCE = Pattern.compile("^Now drawing from '([^']+)'", Pattern.MULTILINE);
    private static final Pattern CHARGE =
            Pattern.compile("^\\s*-InternalBattery\\S*\\s.*?(\\d{1,3})%;", Pattern.MULTILINE);
    private static final Pattern LOW_POWER =
            Pattern.compile("^\\s+(lowpowermode|powermode)\\s+(\\d)\\b", Pattern.MULTILINE);

    private PmsetText() {}

    /// Asks both commands.
    static Optional<Power> ask() throws IOException, InterruptedException {
        return power(BATTERY.run(), SETTINGS.run());
    }

    /// @param battery of `pmset -g batt`
    /// @param settings of `pmset -g`
    static Optional<Power> power(String battery, String settings) {
        Matcher drawing = SOURCE.matcher(battery);
        if (!drawing.find()) {
            return Optional.empty();
        }
        Matcher charge = CHARGE.matcher(battery);
        int percent = charge.find() ? Math.min(100, Integer.parseInt(charge.group(1))) : NO_PERCENT;
        return source(drawing.group(1)).map(source -> new Power(source, percent, lowPower(settings)));
    }

    /// 1 is low under either name; 2 is high.
    private static boolean lowPower(String settings) {
        Matcher mode = LOW_POWER.matcher(settings);
        while (mode.find()) {
            if (mode.group(2).equals("1")) {
                return true;
            }
        }
        return false;
    }

    /// What provides the power, as IOKit names it. A UPS is a battery: it gives power when mains do not.
    static Optional<Power.Source> source(String name) {
        return switch (name) {
            case "AC Power" -> Optional.of(Power.Source.MAINS);
            case "Battery Power", "UPS Power" -> Optional.of(Power.Source.BATTERY);
            default -> Optional.empty();
        };
    }
}
