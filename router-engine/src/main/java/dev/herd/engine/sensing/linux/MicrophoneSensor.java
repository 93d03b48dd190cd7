package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Programs;
import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Microphone;
import dev.herd.engine.signal.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who records from a microphone: as the session's sound server tells, PulseAudio or PipeWire in its place, else as the
/// kernel does. The server is listened to, so that a recording shows at once; while that does not work it is asked
/// every 5 s. No microphone is opened, and so nobody is asked for permission.
public final class MicrophoneSensor implements Sensor<Microphone> {
    private static final Logger LOG = LoggerFactory.getLogger(MicrophoneSensor.class);

    private final Map<String, String> environment;
    private final Path proc;
    private final Programs programs;
    private final InstantSource clock;
    private final LastReading<Microphone> last = new LastReading<>();
    private final ChildListener listener;
    private volatile Runnable look = () -> {};

    /// @param environment of this process, which says where the sound server is
    /// @param proc `/proc`
    /// @param threads runs one task for as long as the server is listened to
    public MicrophoneSensor(
            Map<String, String> environment, Path proc, Programs programs, InstantSource clock, Executor threads) {
        this.environment = Map.copyOf(environment);
        this.proc = proc;
        this.programs = programs;
        this.clock = clock;
        listener = new ChildListener(threads, this::heard, this::lookAgain);
    }

    @Override
    public Class<Microphone> kind() {
        return Microphone.class;
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(5);
    }

    @Override
    public void onHint(Runnable runs) {
        look = runs;
    }

    /// Asking makes the server tell of its clients, ourselves: only streams are news.
    private void heard(String line) {
        if (line.contains("source-output")) {
            lookAgain();
        }
    }

    private void lookAgain() {
        last.change();
        look.run();
    }

    @Override
    public Reading<Microphone> read() throws IOException, InterruptedException {
        Optional<Reading<Microphone>> vouched = last.vouched(listener.since(), clock.instant());
        if (vouched.isPresent()) {
            return vouched.get();
        }
        last.begin();
        Optional<PulseServer> server = PulseServer.find(environment, proc);
        String missing = "no sound server runs";
        if (server.isPresent()) {
            listener.keep(server.get().subscription(), clock.instant());
            try {
                return last.keep(known(ofServer(server.get()), "pactl list source-outputs"));
            } catch (IOException failed) {
                LOG.debug("the sound server does not tell: {}", failed.getMessage());
                missing = Objects.requireNonNullElse(failed.getMessage(), "the sound server does not tell");
            }
        }
        last.forget();
        Optional<Microphone> ofKernel = new AlsaCaptures(proc, programs).read();
        return ofKernel.isPresent()
                ? known(ofKernel.get(), AlsaCaptures.SOURCE)
                : new Reading.Unknown<>(missing + ", and the kernel has no sound cards");
    }

    private Reading.Known<Microphone> known(Microphone microphone, String source) {
        return new Reading.Known<>(microphone, clock.instant(), source);
    }

    private Microphone ofServer(PulseServer server) throws IOException, InterruptedException {
        List<PulseObject> running = PulseRecordings.running(server.list("source-outputs"))
                .orElseThrow(() -> new IOException("pactl list source-outputs was cut short"));
        if (running.isEmpty()) {
            return Microphone.IDLE;
        }
        List<PulseObject> streams = PulseRecordings.fromMicrophones(running, server.list("sources"));
        boolean nameless = streams.stream()
                .anyMatch(
                        stream -> stream.property("application.process.binary").isEmpty());
        List<PulseObject> clients = nameless ? server.list("clients") : List.of();
        return new Microphone(streams.stream()
                .map(stream -> use(PulseRecordings.described(stream, clients)))
                .distinct()
                .toList());
    }

    private CaptureUse use(PulseObject stream) {
        var processes = new ProcessNames(proc);
        String binary = stream.property("application.process.binary");
        String name = stream.property("application.name");
        List<String> names = new ArrayList<>(List.of(
                binary, stream.property("pipewire.access.portal.app_id"), stream.property("application.id"), name));
        String shown = binary.isEmpty() ? name : binary;
        String id = stream.property("application.process.id");
        if (id.matches("\\d{1,10}")) {
            names.addAll(processes.of(Long.parseLong(id)));
            shown = shown.isEmpty() ? processes.shown(Long.parseLong(id)) : shown;
        }
        return new CaptureUse(shown, programs.capture(names));
    }

    @Override
    public void close() {
        listener.close();
    }
}
