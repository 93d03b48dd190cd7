package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the machine's person asked it to save power: by `powerprofilesctl`, which takes a tenth of a second of a
/// processor and so is asked once a minute and when the firmware's profile changes; without it, by that profile. Used
/// by one thread at a time.
final class PowerSaver {
    private static final Logger LOG = LoggerFactory.getLogger(PowerSaver.class);
    private static final String FIRMWARE = "firmware/acpi/platform_profile";
    private static final String FIRMWARE_SAVES = "low-power";
    private static final String SAVES = "power-saver";
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Tree sys;
    private final Optional<Path> program;
    private String firmware = "";
    private boolean told;
    private @Nullable Instant asked;

    private PowerSaver(Tree sys, Optional<Path> program) {
        this.sys = sys;
        this.program = program;
    }

    /// @param places where `powerprofilesctl` may be
    static PowerSaver find(List<Path> places, Tree sys) {
        return new PowerSaver(sys, places.stream().filter(Files::isExecutable).findFirst());
    }

    boolean saves(Instant now) throws InterruptedException {
        String profile = sys.text(FIRMWARE).orElse("");
        if (program.isEmpty()) {
            return profile.equals(FIRMWARE_SAVES);
        }
        Instant before = asked;
        if (before == null || !profile.equals(firmware) || now.isBefore(before) || !now.isBefore(before.plus(FRESH))) {
            firmware = profile;
            asked = now;
            told = ask(program.get(), profile);
        }
        return told;
    }

    private static boolean ask(Path program, String profile) throws InterruptedException {
        try {
            return saves(Command.of(program.toString(), "get").run());
        } catch (IOException silent) {
            // Its service is not there: the firmware's profile is what is known.
            LOG.debug("{}", silent.getMessage());
            return profile.equals(FIRMWARE_SAVES);
        }
    }

    /// What `powerprofilesctl get` prints: `power-saver`, `balanced` or `performance`.
    static boolean saves(String text) {
        return text.strip().equals(SAVES);
    }
}
