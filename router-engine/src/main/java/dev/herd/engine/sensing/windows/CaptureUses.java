package dev.herd.engine.sensing.windows;

import dev.herd.engine.sensing.Programs;
import dev.herd.engine.signal.CaptureUse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/// Who uses a device, of those that Windows has noted. What a crash or a power cut interrupted stays noted as going on
/// for ever, so that only a program counts that runs, and began since the machine was started.
///
/// @param programs says what they are for
/// @param running gives the files of all processes
record CaptureUses(Programs programs, Supplier<Set<String>> running) {
    /// Both clocks are read at different moments.
    private static final Duration SLACK = Duration.ofSeconds(10);

    /// @param startedAt when the machine was
    List<CaptureUse> of(List<Consent> consents, Instant startedAt) {
        List<Consent> open = consents.stream()
                .filter(Consent::goesOn)
                .filter(consent -> consent.startedAt().isAfter(startedAt.minus(SLACK)))
                .toList();
        if (open.isEmpty()) {
            return List.of();
        }
        Set<String> files = running.get();
        var uses = new LinkedHashSet<CaptureUse>();
        for (Consent consent : open) {
            if (files.stream().anyMatch(consent::isOf)) {
                uses.add(new CaptureUse(name(consent.program()), programs.capture(List.of(consent.program()))));
            }
        }
        return List.copyOf(uses);
    }

    /// `Zoom` for a path, the name of a package without its publisher.
    static String name(String program) {
        String file = program.substring(program.lastIndexOf('\\') + 1);
        if (program.contains("\\")) {
            return file.toLowerCase(Locale.ROOT).endsWith(".exe")
                    ? file.substring(0, file.length() - ".exe".length())
                    : file;
        }
        int publisher = file.lastIndexOf('_');
        return publisher < 0 ? file : file.substring(0, publisher);
    }
}
