package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Sleep;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sleep as the login service of systemd has it.
final class LoginSleep implements Sleep {
    private static final Logger LOG = LoggerFactory.getLogger(LoginSleep.class);

    private final LoginMonitor monitor;

    /// Makes the machine wait for the watcher, for as long as the service allows: 5 s unless its owner changed that.
    private final AtomicReference<Optional<Inhibitor>> delay = new AtomicReference<>(Optional.empty());

    /// @param monitor which somebody else keeps listening, and closes
    LoginSleep(LoginMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public void watch(Watcher watcher) throws IOException {
        monitor.hear(line -> LoginMonitor.sleep(line).ifPresent(asleep -> tell(watcher, asleep)));
        monitor.require();
        takeDelay();
    }

    private void tell(Watcher watcher, boolean asleep) {
        if (asleep) {
            try {
                watcher.fallsAsleep();
            } finally {
                letGo();
            }
        } else {
            takeDelay();
            watcher.wokeUp();
        }
    }

    private void takeDelay() {
        try {
            Inhibitor taken = Inhibitor.take("sleep", "leaving the fleet first", "delay");
            delay.getAndSet(Optional.of(taken)).ifPresent(Inhibitor::close);
        } catch (IOException refused) {
            LOG.info("this machine will not wait for Herd when it falls asleep: {}", refused.getMessage());
        }
    }

    private void letGo() {
        delay.getAndSet(Optional.empty()).ifPresent(Inhibitor::close);
    }

    /// Where a person's own wish to sleep may not be blocked, only the machine's is.
    @Override
    public Hold stayAwake(String reason) throws IOException {
        try {
            return Inhibitor.take("idle:sleep", reason, "block");
        } catch (IOException refused) {
            LOG.debug("{}", refused.getMessage());
            return Inhibitor.take("idle", reason, "block");
        }
    }

    @Override
    public void close() {
        letGo();
    }
}
