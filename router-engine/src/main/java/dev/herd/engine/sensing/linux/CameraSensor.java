package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Programs;
import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who takes pictures with a camera: the processes that have one open. Where that is PipeWire, it says for whom. The
/// kernel tells when one is opened; where it does not, processes are looked through every 5 s. No camera is opened, and
/// so nobody is asked for permission and no light goes on.
public final class CameraSensor implements Sensor<Camera> {
    /// Programs that look which cameras there are hold one for milliseconds.
    static final Duration STAYS = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(CameraSensor.class);
    private static final Set<String> SERVERS = Set.of("pipewire", "wireplumber");
    private static final String SOURCE = "open files of /dev/video*";

    /// A process that we cannot see.
    private static final long SOMEBODY = 0;

    private static final List<CaptureUse> UNNAMED = List.of(new CaptureUse("", CaptureUse.Kind.UNKNOWN));

    /// Where the system keeps its files.
    public record Roots(Path proc, Path dev, Path sys, Path run) {
        public static final Roots SYSTEM =
                new Roots(Path.of("/proc"), Path.of("/dev"), Path.of("/sys"), Path.of("/run"));
    }

    /// Gives what `pw-dump` prints.
    @FunctionalInterface
    public interface Dump {
        String text() throws IOException, InterruptedException;
    }

    private final Roots roots;
    private final VideoDevices devices;
    private final Dump pipeWire;
    private final Programs programs;
    private final InstantSource clock;
    private final Executor threads;
    private final LastReading<Camera> last = new LastReading<>();
    private final Map<Long, Instant> since = new HashMap<>();
    private volatile Optional<FileOpenings> openings = Optional.empty();
    private volatile Instant listening = Instant.MAX;
    private volatile Runnable look = () -> {};

    /// @param threads runs one task for as long as the kernel is listened to; on a virtual thread it is not
    public CameraSensor(Roots roots, Dump pipeWire, Programs programs, InstantSource clock, Executor threads) {
        this.roots = roots;
        this.pipeWire = pipeWire;
        this.programs = programs;
        this.clock = clock;
        this.threads = threads;
        devices = new VideoDevices(roots.dev(), roots.sys(), roots.run());
    }

    @Override
    public Class<Camera> kind() {
        return Camera.class;
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(5);
    }

    @Override
    public void onHint(Runnable runs) {
        look = runs;
        try {
            FileOpenings opened = new FileOpenings(roots.dev(), "video[0-9]*");
            openings = Optional.of(opened);
            threads.execute(() -> listen(opened));
        } catch (IOException | RejectedExecutionException deaf) {
            LOG.debug("cameras are looked at every few seconds: {}", deaf.getMessage());
        }
    }

    private void listen(FileOpenings opened) {
        listening = clock.instant();
        try {
            opened.listen(this::lookAgain);
        } catch (IOException deaf) {
            LOG.debug("cameras are looked at every few seconds: {}", deaf.getMessage());
        } finally {
            listening = Instant.MAX;
        }
    }

    private void lookAgain() {
        last.change();
        look.run();
    }

    @Override
    public Reading<Camera> read() throws IOException, InterruptedException {
        List<Path> cameras = devices.cameras();
        Instant now = clock.instant();
        Optional<Reading<Camera>> vouched = last.vouched(heardOf(cameras), now);
        if (vouched.isPresent()) {
            return vouched.get();
        }
        last.begin();
        Set<Long> holders = holders(cameras);
        since.keySet().retainAll(holders);
        List<CaptureUse> uses = new ArrayList<>();
        for (long holder : holders) {
            Instant first = since.computeIfAbsent(holder, _ -> now);
            if (!now.isBefore(first.plus(STAYS))) {
                uses.addAll(usesOf(holder));
            } else {
                lookLater();
            }
        }
        var reading = new Reading.Known<>(new Camera(uses.stream().distinct().toList()), now, SOURCE);
        if (holders.isEmpty()) {
            last.keep(reading);
        } else {
            last.forget();
        }
        return reading;
    }

    /// Since when every camera is listened to.
    private Optional<Instant> heardOf(List<Path> cameras) {
        Instant begun = listening;
        return openings.filter(
                        opened -> !begun.equals(Instant.MAX) && cameras.stream().allMatch(opened::watches))
                .map(_ -> begun);
    }

    private Set<Long> holders(List<Path> cameras) throws IOException {
        if (cameras.isEmpty()) {
            return Set.of();
        }
        Set<Long> holders = new OpenFiles(roots.proc()).holders(cameras);
        return holders.isEmpty() && devices.isSomeUsbCameraOpen() ? Set.of(SOMEBODY) : holders;
    }

    /// A tenth of a second more, so that the time is surely over by then.
    private void lookLater() {
        CompletableFuture.delayedExecutor(STAYS.toMillis() + 100, TimeUnit.MILLISECONDS, threads)
                .execute(() -> look.run());
    }

    private List<CaptureUse> usesOf(long holder) throws InterruptedException {
        if (holder == SOMEBODY) {
            return UNNAMED;
        }
        var processes = new ProcessNames(roots.proc());
        String program = processes.shown(holder);
        if (!SERVERS.contains(program)) {
            return List.of(new CaptureUse(program, programs.capture(processes.of(holder))));
        }
        return viewers()
                .map(all -> all.stream().map(viewer -> use(viewer, processes)).toList())
                .orElse(UNNAMED);
    }

    /// Empty when PipeWire does not say.
    private Optional<List<PipeWireDump.Viewer>> viewers() throws InterruptedException {
        try {
            return PipeWireDump.viewers(pipeWire.text());
        } catch (IOException failed) {
            LOG.debug("PipeWire does not say who sees its camera: {}", failed.getMessage());
            return Optional.empty();
        }
    }

    private CaptureUse use(PipeWireDump.Viewer viewer, ProcessNames processes) {
        List<String> names = new ArrayList<>(viewer.names());
        if (viewer.process() > 0) {
            names.addAll(processes.of(viewer.process()));
        }
        return new CaptureUse(names.isEmpty() ? "" : names.getFirst(), programs.capture(names));
    }

    @Override
    public void close() {
        openings.ifPresent(FileOpenings::close);
    }
}
