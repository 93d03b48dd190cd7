package dev.herd.engine.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// How this machine treats its person.
///
/// @param courtesy while somebody works at it
/// @param meetings whether it pauses while its person is in one
/// @param camera whether a camera in use is a sign of that
/// @param microphone whether a microphone in use is
/// @param ignored programs whose use of camera or microphone says nothing, by their names in lower case
/// @param onBattery whether it serves others on its battery
/// @param whenHot whether it serves others as usual although it is hot
/// @param keepAwake when it may be kept from falling asleep while it serves
/// @param pauses hours of the week that belong to its person alone
public record PersonConfig(
        Courtesy courtesy,
        boolean meetings,
        boolean camera,
        boolean microphone,
        Set<String> ignored,
        boolean onBattery,
        boolean whenHot,
        KeepAwake keepAwake,
        List<WeeklyPause> pauses) {
    public static final PersonConfig DEFAULT = new PersonConfig(
            Courtesy.BALANCED, true, true, true, Set.of(), false, false, KeepAwake.ON_MAINS, List.of());

    public PersonConfig {
        ignored = Set.copyOf(ignored);
        pauses = List.copyOf(pauses);
    }

    /// Reads the names of programs, divided by commas.
    public static Set<String> programs(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    /// The same with another answer to whether it pauses in meetings.
    public PersonConfig withMeetings(boolean pause) {
        return new PersonConfig(courtesy, pause, camera, microphone, ignored, onBattery, whenHot, keepAwake, pauses);
    }
}
