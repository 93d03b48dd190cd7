package dev.herd.engine;

import dev.herd.engine.config.PersonConfig;
import dev.herd.engine.storage.SettingsFile;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/// How this machine treats its person, as of now; what they change is kept for every later start. Thread-safe.
record PersonSettings(AtomicReference<PersonConfig> now, SettingsFile file) {
    /// @param file where changes are kept
    PersonSettings(PersonConfig config, SettingsFile file) {
        this(new AtomicReference<>(config), file);
    }

    PersonConfig get() {
        return now.get();
    }

    /// Says whether the machine pauses in meetings.
    ///
    /// @throws IOException when that cannot be kept; nothing changes then
    void pauseInMeetings(boolean pause) throws IOException {
        file.set("person", "meetings", Boolean.toString(pause));
        now.updateAndGet(before -> before.withMeetings(pause));
    }
}
