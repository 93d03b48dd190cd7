package dev.herd.engine.sensing.windows;

import java.time.Instant;
import java.util.Locale;

/// What Windows notes of a program that used a camera or microphone.
///
/// @param program the path of its file, or the family of its package
/// @param start when it last began, in units of 100 ns since 1601; 0 when it never did
/// @param stop when it last ended; 0 while it goes on
record Consent(String program, long start, long stop) {
    private static final long UNITS_PER_SECOND = 10_000_000;
    /// Seconds from 1601 to 1970.
    private static final long EPOCH_SECONDS = 11_644_473_600L;

    /// A program's entry, as the key below `NonPackaged` is called: its path with other separators.
    static Consent ofFile(String key, long start, long stop) {
        return new Consent(key.replace('#', '\\'), start, stop);
    }

    boolean goesOn() {
        return start > 0 && stop == 0;
    }

    Instant startedAt() {
        return Instant.ofEpochSecond(start / UNITS_PER_SECOND - EPOCH_SECONDS);
    }

    /// Whether the file of a running process is this program's.
    boolean isOf(String file) {
        String path = file.toLowerCase(Locale.ROOT);
        String own = program.toLowerCase(Locale.ROOT);
        if (own.contains("\\")) {
            return path.equals(own);
        }
        int mark = own.lastIndexOf('_');
        if (mark < 0) {
            return false;
        }
        boolean installed = path.contains("\\windowsapps\\" + own.substring(0, mark + 1))
                && path.contains("__" + own.substring(mark + 1) + "\\");
        return installed || path.contains("\\systemapps\\" + own + "\\");
    }
}
