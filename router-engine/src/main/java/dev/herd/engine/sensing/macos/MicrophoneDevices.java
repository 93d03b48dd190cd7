package dev.herd.engine.sensing.macos;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import dev.herd.engine.sensing.Opened;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Microphone;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether a microphone runs, by the devices of CoreAudio: what there is before macOS 14.2. A device tells whether it
/// runs, not in which direction, so that a headset that plays music and one that listens look the same. Where that
/// could be either, or a Bluetooth microphone rests (macOS 12 and 13 say so of ones in use), nothing is told.
final class MicrophoneDevices {
    /// How a device is connected.
    private static final Set<Integer> BLUETOOTH = Set.of(FourCharacters.code("blth"), FourCharacters.code("blea"));

    private static final int USB = FourCharacters.code("usb ");
    private static final Set<Integer> VIRTUAL = Set.of(FourCharacters.code("virt"), FourCharacters.code("grup"));
    /// Bluetooth falls to 8, 16 or 24 kHz when its microphone opens; music plays at 44.1 or 48.
    private static final double SPEECH_RATE = 24_000;

    /// `AudioBufferList`: a count, four bytes of padding, and for each buffer channels, bytes and a pointer.
    private static final int BUFFERS_AT = 8;

    private static final int BUFFER_BYTES = 16;

    private final Opened<MediaObjects> audio;

    /// What one device shows.
    private enum Sign {
        LISTENS,
        RESTS,
        UNCLEAR
    }

    MicrophoneDevices(Opened<MediaObjects> audio) {
        this.audio = audio;
    }

    /// Empty when no device surely listens, and one may.
    Optional<Microphone> ask() throws IOException {
        MediaObjects objects = audio.get();
        Optional<int[]> devices = objects.objects(MediaObjects.SYSTEM, MediaProperty.DEVICES);
        if (devices.isEmpty()) {
            return Optional.empty();
        }
        boolean unclear = false;
        for (int device : devices.get()) {
            Sign sign = sign(objects, device);
            if (sign == Sign.LISTENS) {
                return Optional.of(new Microphone(List.of(new CaptureUse("", CaptureUse.Kind.UNKNOWN))));
            }
            unclear |= sign == Sign.UNCLEAR;
        }
        return unclear ? Optional.empty() : Optional.of(Microphone.IDLE);
    }

    private static Sign sign(MediaObjects objects, int device) throws IOException {
        if (!hasChannels(objects, device, MediaProperty.INPUT_CHANNELS)) {
            return Sign.RESTS;
        }
        int transport = objects.number(device, MediaProperty.TRANSPORT).orElse(0);
        boolean bluetooth = BLUETOOTH.contains(transport);
        boolean runs =
                objects.number(device, MediaProperty.RUNS_SOMEWHERE).orElse(0) != 0 && hasActiveInput(objects, device);
        if (!runs) {
            return bluetooth ? Sign.UNCLEAR : Sign.RESTS;
        }
        if (bluetooth && speaks(objects, device)) {
            return Sign.LISTENS;
        }
        boolean mayPlay =
                (bluetooth || transport == USB) && hasChannels(objects, device, MediaProperty.OUTPUT_CHANNELS);
        return mayPlay || VIRTUAL.contains(transport) ? Sign.UNCLEAR : Sign.LISTENS;
    }

    private static boolean hasChannels(MediaObjects objects, int device, MediaProperty channels) throws IOException {
        return objects.list(device, channels).map(MicrophoneDevices::channels).orElse(0) > 0;
    }

    static int channels(ByteBuffer list) {
        if (list.remaining() < BUFFERS_AT) {
            return 0;
        }
        int sum = 0;
        int buffers = list.getInt(0);
        for (int i = 0; i < buffers && BUFFERS_AT + (i + 1) * BUFFER_BYTES <= list.remaining(); i++) {
            sum += list.getInt(BUFFERS_AT + i * BUFFER_BYTES);
        }
        return sum;
    }

    private static boolean hasActiveInput(MediaObjects objects, int device) throws IOException {
        for (int stream : objects.objects(device, MediaProperty.INPUT_STREAMS).orElse(new int[0])) {
            boolean input = objects.number(stream, MediaProperty.DIRECTION).orElse(0) == 1;
            if (input && objects.number(stream, MediaProperty.IS_ACTIVE).orElse(0) == 1) {
                return true;
            }
        }
        return false;
    }

    private static boolean speaks(MediaObjects objects, int device) throws IOException {
        Optional<ByteBuffer> rate = objects.bytes(device, MediaProperty.SAMPLE_RATE, JAVA_DOUBLE);
        return rate.isPresent() && rate.get().getDouble(0) <= SPEECH_RATE;
    }
}
