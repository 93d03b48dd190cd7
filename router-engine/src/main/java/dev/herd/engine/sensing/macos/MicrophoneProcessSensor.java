package dev.herd.engine.sensing.macos;

import dev.herd.engine.sensing.Opened;
import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Microphone;
import dev.herd.engine.signal.Reading;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which processes take sound, by the process objects of CoreAudio. Those are there since macOS 14.2.
final class MicrophoneProcessSensor implements Sensor<Microphone> {
    private final Opened<MediaObjects> audio;
    private final Darwin darwin;
    private final ProgramNames names;
    private final InstantSource clock;
    private final long self = ProcessHandle.current().pid();
    private @Nullable Runnable look;
    private @Nullable MediaHints hints;

    MicrophoneProcessSensor(Opened<MediaObjects> audio, Darwin darwin, ProgramNames names, InstantSource clock) {
        this.audio = audio;
        this.darwin = darwin;
        this.names = names;
        this.clock = clock;
    }

    @Override
    public Class<Microphone> kind() {
        return Microphone.class;
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(3);
    }

    /// A process is listed before it takes sound, so that the devices are listened to.
    @Override
    public void onHint(Runnable wake) {
        look = wake;
    }

    @Override
    public Reading<Microphone> read() throws IOException {
        MediaObjects objects = audio.get();
        follow(objects);
        Optional<int[]> processes = objects.objects(MediaObjects.SYSTEM, MediaProperty.PROCESSES);
        if (processes.isEmpty()) {
            return new Reading.Unknown<>("CoreAudio lists no processes");
        }
        var uses = new LinkedHashSet<CaptureUse>();
        for (int process : processes.get()) {
            use(objects, process).ifPresent(uses::add);
        }
        return new Reading.Known<>(new Microphone(List.copyOf(uses)), clock.instant(), "CoreAudio processes");
    }

    /// A process takes sound when it says so, unless it holds no device for it: the listener for "Hey Siri"
    /// (`corespeechd`) says so for ever. Where the devices are not told the process is believed.
    private Optional<CaptureUse> use(MediaObjects objects, int process) throws IOException {
        boolean takesSound =
                objects.number(process, MediaProperty.PROCESS_TAKES_SOUND).orElse(0) != 0;
        if (!takesSound || holdsNoDevice(objects, process)) {
            return Optional.empty();
        }
        OptionalInt id = objects.number(process, MediaProperty.PROCESS_ID);
        if (id.isEmpty() || id.getAsInt() == self) {
            return Optional.empty();
        }
        return Optional.of(
                names.use(bundle(objects, process), darwin.path(id.getAsInt()).orElse("")));
    }

    private static boolean holdsNoDevice(MediaObjects objects, int process) {
        try {
            return objects.objects(process, MediaProperty.PROCESS_INPUTS)
                    .filter(devices -> devices.length == 0)
                    .isPresent();
        } catch (IOException untold) {
            return false;
        }
    }

    private static String bundle(MediaObjects objects, int process) {
        try {
            return objects.text(process, MediaProperty.PROCESS_BUNDLE).orElse("");
        } catch (IOException untold) {
            return "";
        }
    }

    private void follow(MediaObjects objects) throws IOException {
        Runnable wake = look;
        if (wake == null) {
            return;
        }
        MediaHints following = hints;
        if (following == null) {
            following = new MediaHints(objects, wake);
            hints = following;
        }
        Set<Integer> devices = new LinkedHashSet<>();
        objects.objects(MediaObjects.SYSTEM, MediaProperty.DEVICES)
                .ifPresent(all -> devices.addAll(Arrays.stream(all).boxed().toList()));
        following.follow(devices);
    }

    @Override
    public void close() {
        if (hints != null) {
            hints.close();
        }
    }
}
