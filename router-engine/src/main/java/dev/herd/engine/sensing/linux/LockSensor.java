package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.signal.Lock;
import dev.herd.engine.signal.Reading;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the session is locked: as the login service keeps it, or the desktop's screen saver says. Some desktops tell
/// the one, some the other; either one's yes is a yes.
final class LockSensor implements Sensor<Lock> {
    private static final Logger LOG = LoggerFactory.getLogger(LockSensor.class);
    private static final String SAVER = "org.freedesktop.ScreenSaver";

    private final Map<String, String> environment;
    private final InstantSource clock;
    private final LoginMonitor monitor;

    /// @param monitor which this keeps listening, and closes
    LockSensor(Map<String, String> environment, InstantSource clock, LoginMonitor monitor) {
        this.environment = environment;
        this.clock = clock;
        this.monitor = monitor;
    }

    @Override
    public Class<Lock> kind() {
        return Lock.class;
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(30);
    }

    @Override
    public void onHint(Runnable look) {
        monitor.hear(line -> {
            if (LoginMonitor.concernsLock(line)) {
                look.run();
            }
        });
    }

    @Override
    public Reading<Lock> read() throws IOException, InterruptedException {
        monitor.keep();
        String missing = "the desktop does not tell";
        Optional<Boolean> ofSession = Optional.empty();
        try {
            ofSession = Session.find(environment).locked();
        } catch (IOException failed) {
            missing = Objects.requireNonNullElse(failed.getMessage(), missing);
        }
        if (ofSession.orElse(false)) {
            return known(true, "loginctl");
        }
        Optional<Boolean> ofSaver = ofSaver();
        if (ofSaver.isPresent()) {
            return known(ofSaver.get(), SAVER);
        }
        return ofSession.isPresent() ? known(false, "loginctl") : new Reading.Unknown<>(missing);
    }

    private Optional<Boolean> ofSaver() throws InterruptedException {
        try {
            return DesktopAnswers.truth(
                    new SessionBus(environment).call(SAVER, "/org/freedesktop/ScreenSaver", SAVER + ".GetActive"));
        } catch (IOException failed) {
            LOG.trace("the screen saver does not tell: {}", failed.getMessage());
            return Optional.empty();
        }
    }

    private Reading<Lock> known(boolean locked, String source) {
        return new Reading.Known<>(new Lock(locked), clock.instant(), source);
    }

    @Override
    public void close() {
        monitor.close();
    }
}
