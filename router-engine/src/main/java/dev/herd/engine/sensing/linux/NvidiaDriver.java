package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// NVIDIA's driver, asked by `nvidia-smi`, which takes tens of milliseconds of a processor: two sensors share an
/// answer.
/// A graphics processor that sleeps is not asked, since that would wake it. Thread-safe.
final class NvidiaDriver {
    private static final String OLD_NAME = "clocks_throttle_reasons";
    private static final String NEW_NAME = "clocks_event_reasons";
    private static final Duration FRESH = Duration.ofSeconds(9);
    private static final String PCI_DEVICES = "bus/pci/drivers/nvidia";

    private final Path program;
    private final Tree sys;
    private final ReentrantLock lock = new ReentrantLock();
    private List<NvidiaText.Gpu> last = List.of();
    private @Nullable Instant lastAt;
    private String fields = NvidiaText.FIELDS;

    /// @param program `nvidia-smi`
    NvidiaDriver(Path program, Tree sys) {
        this.program = program;
        this.sys = sys;
    }

    /// Where the program is on this machine.
    static Optional<NvidiaDriver> find(List<Path> places, Tree sys) {
        return places.stream().filter(Files::isExecutable).findFirst().map(program -> new NvidiaDriver(program, sys));
    }

    /// What it says of each graphics processor, nine seconds old at most.
    ///
    /// @throws IOException when it does not answer, or all sleep and were never asked
    List<NvidiaText.Gpu> look(Instant now) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (isFresh(now)) {
                return last;
            }
            last = allSleep() ? asleep() : ask();
            lastAt = now;
            return last;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFresh(Instant now) {
        Instant before = lastAt;
        return before != null && !now.isBefore(before) && now.isBefore(before.plus(FRESH));
    }

    private boolean allSleep() {
        List<String> devices = sys.names(PCI_DEVICES).stream()
                .filter(name -> name.contains(":"))
                .toList();
        return !devices.isEmpty()
                && devices.stream()
                        .allMatch(device -> sys.text(PCI_DEVICES + "/" + device + "/power/runtime_status")
                                .orElse("")
                                .equals("suspended"));
    }

    private List<NvidiaText.Gpu> asleep() throws IOException {
        if (last.isEmpty()) {
            throw new IOException("the graphics processor sleeps");
        }
        return last.stream().map(NvidiaText.Gpu::asleep).toList();
    }

    private List<NvidiaText.Gpu> ask() throws IOException, InterruptedException {
        try {
            return ask(fields);
        } catch (IOException refused) {
            String other =
                    fields.contains(NEW_NAME) ? fields.replace(NEW_NAME, OLD_NAME) : fields.replace(OLD_NAME, NEW_NAME);
            try {
                List<NvidiaText.Gpu> answer = ask(other);
                fields = other;
                return answer;
            } catch (IOException again) {
                refused.addSuppressed(again);
                throw refused;
            }
        }
    }

    private List<NvidiaText.Gpu> ask(String asked) throws IOException, InterruptedException {
        String answer = Command.of(program.toString(), "--query-gpu=" + asked, "--format=csv,noheader,nounits")
                .run();
        return NvidiaText.parse(answer)
                .orElseThrow(() -> new IOException("nvidia-smi: "
                        + answer.lines().findFirst().orElse("no answer").strip()));
    }
}
