package dev.herd.engine.sensing.macos;

import dev.herd.engine.sensing.Opened;
import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Reading;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether any process uses a camera, by CoreMediaIO, which does not say which process. The first reading loads what
/// cameras need and may take seconds.
final class CameraSensor implements Sensor<Camera> {
    private static final int VIRTUAL = FourCharacters.code("virt");
    private static final String SOURCE = "CoreMediaIO";

    private final Opened<MediaObjects> cameras;
    private final InstantSource clock;
    private final AlwaysOn alwaysOn = new AlwaysOn();
    private @Nullable Runnable look;
    private @Nullable MediaHints hints;

    CameraSensor(MacLibraries libraries, InstantSource clock) {
        cameras = new Opened<>(() -> CoreMediaIo.objects(libraries));
        this.clock = clock;
    }

    @Override
    public Class<Camera> kind() {
        return Camera.class;
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(3);
    }

    @Override
    public void onHint(Runnable wake) {
        look = wake;
    }

    /// Looks at each device anew: a phone may be one for as long as it lies near.
    @Override
    public Reading<Camera> read() throws IOException {
        MediaObjects objects = cameras.get();
        Optional<int[]> listed = objects.objects(MediaObjects.SYSTEM, MediaProperty.DEVICES);
        if (listed.isEmpty()) {
            return new Reading.Unknown<>(SOURCE + " lists no devices");
        }
        var devices =
                new LinkedHashSet<Integer>(Arrays.stream(listed.get()).boxed().toList());
        follow(objects, devices);
        return among(objects, devices);
    }

    /// One camera that runs is enough; that none does takes an answer of each.
    private Reading<Camera> among(MediaObjects objects, Set<Integer> devices) throws IOException {
        Instant now = clock.instant();
        int leftOut = 0;
        @Nullable IOException silent = null;
        boolean inUse = false;
        for (int device : devices) {
            try {
                OptionalInt runs = objects.number(device, MediaProperty.RUNS_SOMEWHERE);
                if (runs.orElse(0) == 0) {
                    alwaysOn.rests(device);
                } else if (isVirtual(objects, device) && !alwaysOn.means(device, now)) {
                    leftOut++;
                } else {
                    inUse = true;
                }
            } catch (IOException failed) {
                silent = failed;
            }
        }
        if (!inUse && silent != null) {
            throw silent;
        }
        String source = leftOut == 0 ? SOURCE : SOURCE + " (without " + leftOut + " virtual that always run)";
        return new Reading.Known<>(inUse ? used() : Camera.IDLE, now, source);
    }

    private static Camera used() {
        return new Camera(List.of(new CaptureUse("", CaptureUse.Kind.UNKNOWN)));
    }

    /// A device that does not say how it is connected is taken for a real one.
    private static boolean isVirtual(MediaObjects objects, int device) {
        try {
            return objects.number(device, MediaProperty.TRANSPORT).orElse(0) == VIRTUAL;
        } catch (IOException untold) {
            return false;
        }
    }

    private void follow(MediaObjects objects, Set<Integer> devices) {
        Runnable wake = look;
        if (wake == null) {
            return;
        }
        MediaHints following = hints;
        if (following == null) {
            following = new MediaHints(objects, wake);
            hints = following;
        }
        following.follow(devices);
    }

    @Override
    public void close() {
        if (hints != null) {
            hints.close();
        }
    }
}
