package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Sleep;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A lock of the login service against sleep. It is held by a program that reads a pipe of ours, and so ends with us
/// however we end. Thread-safe.
final class Inhibitor implements Sleep.Hold {
    private static final Logger LOG = LoggerFactory.getLogger(Inhibitor.class);
    private static final int PATIENCE_SECONDS = 2;

    /// The holder says so once it runs, which it does only with the lock.
    private static final String HELD = "held";

    private static final String HOLDER = "echo " + HELD + "; exec cat >/dev/null";

    private final Process process;

    private Inhibitor(Process process) {
        this.process = process;
    }

    /// @param what parts joined by colons: `idle`, `sleep`
    /// @param why for people; shown by `systemd-inhibit --list`
    /// @param mode `block`, or `delay` for 5 s
    /// @throws IOException when it is not given within 2 s
    static Inhibitor take(String what, String why, String mode) throws IOException {
        var builder = new ProcessBuilder(
                        "systemd-inhibit",
                        "--what=" + what,
                        "--who=Herd",
                        "--why=" + why,
                        "--mode=" + mode,
                        "/bin/sh",
                        "-c",
                        HOLDER)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        var held = new AtomicBoolean();
        var inTime = process.onExit()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .whenComplete((_, late) -> endUnless(late == null || held.get(), process));
        held.set(process.getInputStream().readNBytes(HELD.length()).length == HELD.length());
        if (!held.get()) {
            end(process);
            throw new IOException("the login service gives no lock against " + what
                    + (inTime.isCompletedExceptionally() ? " in time" : ""));
        }
        return new Inhibitor(process);
    }

    private static void endUnless(boolean well, Process process) {
        if (!well) {
            end(process);
        }
    }

    private static void end(Process process) {
        List<ProcessHandle> all = process.descendants().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException gone) {
            LOG.trace("the holder of a lock is gone: {}", gone.getMessage());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        end(process);
    }
}
