package dev.herd.engine.sensing.macos;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.herd.engine.sensing.NativeFunction;
import dev.herd.engine.sensing.Opened;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.Lock;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// Asks whether a person is at the machine. None of it needs a permission.
final class PersonQuestions {
    /// The state of the hardware: that of the session is reset when the machine wakes without a person.
    private static final int HID_SYSTEM_STATE = 1;

    private static final int ANY_EVENT = 0xFFFFFFFF;
    /// What a clock of its own may count at most; a system that saw no event yet says much more than it runs.
    private static final double MOST_SECONDS = Duration.ofDays(3650).toSeconds();

    private final MacLibraries libraries;
    private final Opened<IoRegistry> registry;
    private final Opened<NativeFunction> sinceEvent;
    private final Opened<NativeFunction> session;

    PersonQuestions(MacLibraries libraries, Opened<IoRegistry> registry) {
        this.libraries = libraries;
        this.registry = registry;
        sinceEvent = new Opened<>(() -> libraries
                .framework("CoreGraphics")
                .function("CGEventSourceSecondsSinceLastEventType", JAVA_DOUBLE, JAVA_INT, JAVA_INT));
        session = new Opened<>(
                () -> libraries.framework("CoreGraphics").function("CGSessionCopyCurrentDictionary", ADDRESS));
    }

    Optional<Input> inputOfEvents() throws IOException {
        double seconds = sinceEvent.get().asDouble(HID_SYSTEM_STATE, ANY_EVENT);
        if (Double.isNaN(seconds) || seconds < 0) {
            return Optional.empty();
        }
        return Optional.of(new Input(Duration.ofMillis(Math.round(1000 * Math.min(seconds, MOST_SECONDS)))));
    }

    /// The least of all, in nanoseconds.
    Optional<Input> inputOfRegistry() throws IOException {
        Optional<Input> latest = Optional.empty();
        for (IoRegistry.Service service : registry.get().services("IOHIDSystem")) {
            try (service;
                    var idle = service.property("HIDIdleTime")) {
                OptionalDouble nanos = libraries.coreFoundation().number(idle.reference());
                if (nanos.isPresent()
                        && latest.filter(found -> found.idle().toNanos() <= nanos.getAsDouble())
                                .isEmpty()) {
                    latest = Optional.of(new Input(Duration.ofNanos((long) nanos.getAsDouble())));
                }
            }
        }
        return latest;
    }

    /// A session that is not at the screen counts as locked. Where there is no session at all, as for a service,
    /// nothing
    /// is known of the person.
    Optional<Lock> lock() throws IOException {
        CoreFoundation foundation = libraries.coreFoundation();
        try (var described = foundation.owned(session.get().asSegment())) {
            if (described.isNull()) {
                return Optional.empty();
            }
            boolean locked = foundation
                            .number(described.reference(), "CGSSessionScreenIsLocked")
                            .orElse(0)
                    != 0;
            boolean atScreen = foundation
                            .number(described.reference(), "kCGSSessionOnConsoleKey")
                            .orElse(1)
                    != 0;
            return Optional.of(new Lock(locked || !atScreen));
        }
    }
}
