package dev.herd.engine.sensing.windows;

import dev.herd.engine.sensing.Command;
import dev.herd.engine.sensing.SpeedLeft;
import dev.herd.engine.signal.Heat;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The counters of thermal zones, by PowerShell. Many desktops have none. Their temperatures are often a constant, so
/// that the limit of speed alone is read.
final class ThermalZones {
    /// PowerShell takes a second or more to begin.
    static final Command COMMAND = Command.of(
                    "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
                    "-NoProfile",
                    "-NonInteractive",
                    "-Command",
                    "Get-CimInstance Win32_PerfFormattedData_Counters_ThermalZoneInformation"
                            + " | ForEach-Object { 'limit=' + $_.PercentPassiveLimit }")
            .within(Duration.ofSeconds(4));

    private static final Pattern LIMIT = Pattern.compile("^limit=(\\d{1,3})[ \\t]*\\R", Pattern.MULTILINE);

    private ThermalZones() {}

    /// The zone that leaves the least speed counts; empty where there is none.
    static Optional<Heat> parse(String text) {
        Matcher zone = LIMIT.matcher(text);
        int least = Integer.MAX_VALUE;
        while (zone.find()) {
            least = Math.min(least, Integer.parseInt(zone.group(1)));
        }
        return least == Integer.MAX_VALUE ? Optional.empty() : Optional.of(SpeedLeft.heat(least / 100.0));
    }
}
