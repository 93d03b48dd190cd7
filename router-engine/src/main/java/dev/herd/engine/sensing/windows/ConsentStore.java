package dev.herd.engine.sensing.windows;

import dev.herd.engine.sensing.Command;
import dev.herd.engine.sensing.Opened;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where Windows 10 and later note who uses cameras and microphones.
///
/// @param functions of the registry
/// @param device `webcam` or `microphone`
record ConsentStore(Opened<RegistryKey.Functions> functions, String device) {
    private static final String PATH =
            "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\CapabilityAccessManager\\ConsentStore\\";
    private static final String UNPACKAGED = "NonPackaged";
    private static final String START = "LastUsedTimeStart";
    private static final String STOP = "LastUsedTimeStop";
    private static final Pattern KEY = Pattern.compile("^HKEY_[^\\r\\n]*\\\\ConsentStore\\\\[^\\\\]+\\\\(.+)$");
    private static final Pattern VALUE =
            Pattern.compile("^\\s+(" + START + "|" + STOP + ")\\s+REG_QWORD\\s+0x([0-9a-fA-F]{1,16})\\s*$");

    /// What the registry holds, of this person and of the machine; empty where it holds nothing of this device.
    Optional<List<Consent>> read() throws IOException {
        boolean told = false;
        var all = new ArrayList<Consent>();
        for (RegistryKey.Root root : RegistryKey.Root.values()) {
            Optional<RegistryKey> store = functions.get().key(root, PATH + device);
            if (store.isPresent()) {
                told = true;
                try (RegistryKey key = store.get()) {
                    addPackages(key, all);
                    addFiles(key, all);
                }
            }
        }
        return told ? Optional.of(all) : Optional.empty();
    }

    private static void addPackages(RegistryKey store, List<Consent> all) throws IOException {
        for (String name : store.names()) {
            Optional<RegistryKey> entry = name.equals(UNPACKAGED) ? Optional.empty() : store.key(name);
            if (entry.isPresent()) {
                try (RegistryKey key = entry.get()) {
                    all.add(new Consent(name, number(key, START), number(key, STOP)));
                }
            }
        }
    }

    private static void addFiles(RegistryKey store, List<Consent> all) throws IOException {
        Optional<RegistryKey> files = store.key(UNPACKAGED);
        if (files.isEmpty()) {
            return;
        }
        try (RegistryKey parent = files.get()) {
            for (String name : parent.names()) {
                Optional<RegistryKey> entry = parent.key(name);
                if (entry.isPresent()) {
                    try (RegistryKey key = entry.get()) {
                        all.add(Consent.ofFile(name, number(key, START), number(key, STOP)));
                    }
                }
            }
        }
    }

    private static long number(RegistryKey key, String name) {
        OptionalLong number = key.number(name);
        // A program that was allowed and never began has neither.
        return number.orElse(name.equals(STOP) ? Long.MAX_VALUE : 0);
    }

    /// The same by command, of this person alone.
    Command command() {
        return Command.of("C:\\Windows\\System32\\reg.exe", "query", "HKCU\\" + PATH + device, "/s");
    }

    /// What `reg query` prints, whose last line is in the language of the machine; empty for other texts.
    static Optional<List<Consent>> parse(String text) {
        var all = new ArrayList<Consent>();
        String name = "";
        long start = 0;
        boolean told = false;
        for (String line : text.lines().toList()) {
            Matcher key = KEY.matcher(line);
            Matcher value = VALUE.matcher(line);
            if (key.find()) {
                told = true;
                name = key.group(1);
                start = 0;
            } else if (value.find() && !name.isEmpty()) {
                long number = Long.parseUnsignedLong(value.group(2), 16);
                if (value.group(1).equals(START)) {
                    start = number;
                } else {
                    all.add(consent(name, start, number));
                }
            } else if (line.startsWith("HKEY_")) {
                name = "";
            }
        }
        return told ? Optional.of(all) : Optional.empty();
    }

    private static Consent consent(String name, long start, long stop) {
        String prefix = UNPACKAGED + "\\";
        return name.startsWith(prefix)
                ? Consent.ofFile(name.substring(prefix.length()), start, stop)
                : new Consent(name, start, stop);
    }
}
