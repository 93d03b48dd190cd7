package dev.herd.engine.sensing.macos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `pmset -g assertions` says of microphones: the sound server keeps the machine awake for each process that uses
/// sound, and names the resource.
final class Assertions {
    private static final Pattern ENTRY =
            Pattern.compile("^\\s*pid (\\d{1,9})\\((.*?)\\):\\s.*?(?:named:\\s*\"([^\"]*)\".*)?$");
    private static final Pattern CREATED_FOR = Pattern.compile("^\\s*Created for PID:\\s*(\\d{1,9})\\b");
    private static final Pattern RESOURCES = Pattern.compile("^\\s*Resources:\\s*(.+?)\\s*$");
    private static final Pattern TAKES_SOUND = Pattern.compile("(?:^|\\s)audio-in(?:\\s|$)");
    private static final String SOUND_SERVER = "coreaudiod";

    /// Who takes sound.
    ///
    /// @param process that it is taken for; empty where the text does not say
    /// @param name of that process, as far as the text tells it elsewhere; else empty
    record User(OptionalLong process, String name) {}

    /// One assertion and the lines below it.
    private record Entry(long owner, String ownerName, String name, OptionalLong createdFor, String resources) {
        Entry createdFor(long process) {
            return new Entry(owner, ownerName, name, OptionalLong.of(process), resources);
        }

        Entry resources(String text) {
            return new Entry(owner, ownerName, name, createdFor, text);
        }

        /// The name stands in where the resources are left out.
        boolean takesSound() {
            return ownerName.equals(SOUND_SERVER)
                    && (resources.isEmpty()
                            ? name.contains("Microphone")
                            : TAKES_SOUND.matcher(resources).find());
        }
    }

    private Assertions() {}

    /// Everyone who takes sound, each process once. Empty when the text names nobody and was not read to its end, or is
    /// another text.
    static Optional<List<User>> soundTakers(String text) {
        var entries = new ArrayList<Entry>();
        boolean whole = false;
        boolean begun = false;
        for (String line : text.lines().toList()) {
            begun |= line.startsWith("Assertion status system-wide");
            if (begun && (line.startsWith("Kernel Assertions") || line.startsWith("No kernel assertions"))) {
                whole = true;
                break;
            }
            read(line, entries);
        }
        List<User> users = users(entries);
        return begun && (whole || !users.isEmpty()) ? Optional.of(users) : Optional.empty();
    }

    private static void read(String line, List<Entry> entries) {
        Matcher entry = ENTRY.matcher(line);
        if (entry.find()) {
            String name = entry.group(3) == null ? "" : entry.group(3);
            entries.add(new Entry(Long.parseLong(entry.group(1)), entry.group(2), name, OptionalLong.empty(), ""));
            return;
        }
        if (entries.isEmpty()) {
            return;
        }
        Matcher created = CREATED_FOR.matcher(line);
        Matcher resources = RESOURCES.matcher(line);
        int last = entries.size() - 1;
        if (created.find()) {
            entries.set(last, entries.get(last).createdFor(Long.parseLong(created.group(1))));
        } else if (resources.find()) {
            entries.set(last, entries.get(last).resources(resources.group(1)));
        }
    }

    private static List<User> users(List<Entry> entries) {
        var names = new LinkedHashMap<Long, String>();
        entries.forEach(entry -> names.putIfAbsent(entry.owner(), entry.ownerName()));
        return entries.stream()
                .filter(Entry::takesSound)
                .map(entry -> new User(entry.createdFor(), named(entry.createdFor(), names)))
                .distinct()
                .toList();
    }

    private static String named(OptionalLong process, Map<Long, String> names) {
        return process.isPresent() ? names.getOrDefault(process.getAsLong(), "") : "";
    }
}
