package dev.herd.engine.sensing.macos;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The address of a property of a media object, `AudioObjectPropertyAddress` of the SDK: selector, scope and element,
/// of which we read the main one, 0, alone. A wrong code is not told from an unknown property, so a test holds each.
///
/// @param selector four characters
/// @param scope four characters
record MediaProperty(String selector, String scope) {
    private static final String GLOBAL = "glob";
    private static final String INPUT = "inpt";
    private static final String OUTPUT = "outp";
    private static final long BYTES = 12;

    /// Of the system object: which devices there are.
    static final MediaProperty DEVICES = of("dev#");
    /// Of the system object: which processes use sound (macOS 14.2 and later).
    static final MediaProperty PROCESSES = of("prs#");
    /// Of a process: its id, the bundle it belongs to, whether it takes sound, and from which devices.
    static final MediaProperty PROCESS_ID = of("ppid");

    static final MediaProperty PROCESS_BUNDLE = of("pbid");
    static final MediaProperty PROCESS_TAKES_SOUND = of("piri");
    static final MediaProperty PROCESS_INPUTS = new MediaProperty("pdv#", INPUT);
    /// Of a device: whether any process uses it, and how it is connected.
    static final MediaProperty RUNS_SOMEWHERE = of("gone");

    static final MediaProperty TRANSPORT = of("tran");
    /// Of a device: its samples per second, as a 64-bit float.
    static final MediaProperty SAMPLE_RATE = of("nsrt");
    /// Of a device: its streams in one direction, and the channels of each.
    static final MediaProperty INPUT_STREAMS = new MediaProperty("stm#", INPUT);

    static final MediaProperty INPUT_CHANNELS = new MediaProperty("slay", INPUT);
    static final MediaProperty OUTPUT_CHANNELS = new MediaProperty("slay", OUTPUT);
    /// Of a stream: 1 where it is an input, and 1 where it is active.
    static final MediaProperty DIRECTION = of("sdir");

    static final MediaProperty IS_ACTIVE = of("sact");

    private static MediaProperty of(String selector) {
        return new MediaProperty(selector, GLOBAL);
    }

    MemorySegment address(Arena arena) {
        MemorySegment address = arena.allocate(BYTES, JAVA_INT.byteAlignment());
        address.setAtIndex(JAVA_INT, 0, FourCharacters.code(selector));
        address.setAtIndex(JAVA_INT, 1, FourCharacters.code(scope));
        return address;
    }

    @Override
    public String toString() {
        return selector.strip();
    }
}
