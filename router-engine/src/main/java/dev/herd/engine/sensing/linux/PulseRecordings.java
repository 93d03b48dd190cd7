package dev.herd.engine.sensing.linux;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which of the sound server's recording streams take sound from a microphone. Most that are no such thing are meters,
/// streams that record what the machine plays, and the server's own parts.
final class PulseRecordings {
    /// `PA_INVALID_INDEX`: no source, no module.
    private static final String NOTHING = "4294967295";

    /// Parts of PipeWire that pass sound on; who takes it from them has a stream of its own.
    private static final Set<String> PASSING_ON = Set.of("echo-cancel", "loopback", "filter-chain");

    private PulseRecordings() {}

    /// Those that may: what they record from is yet to be seen. Empty when a stream lacks what every stream has.
    ///
    /// @param streams `source-outputs`
    static Optional<List<PulseObject>> running(List<PulseObject> streams) {
        boolean whole = streams.stream()
                .allMatch(stream -> !stream.field("corked").isEmpty()
                        && !stream.field("source").isEmpty());
        return whole
                ? Optional.of(streams.stream().filter(PulseRecordings::mayTake).toList())
                : Optional.empty();
    }

    private static boolean mayTake(PulseObject stream) {
        return !stream.field("corked").equals("true")
                && !stream.field("source").equals(NOTHING)
                && !isTrue(stream, "stream.capture.sink")
                && !isTrue(stream, "stream.monitor")
                && !isMeter(stream)
                && !isPartOfTheServer(stream);
    }

    private static boolean isTrue(PulseObject stream, String property) {
        return stream.property(property).equals("true");
    }

    /// The name is translated by some; how it is resampled is not.
    private static boolean isMeter(PulseObject stream) {
        return stream.property("media.name").equals("Peak detect")
                || stream.field("resample_method").equals("peaks")
                || isTrue(stream, "resample.peaks");
    }

    /// In PulseAudio a client's stream belongs to the module of the protocol, in PipeWire to none.
    private static boolean isPartOfTheServer(PulseObject stream) {
        String module = stream.field("owner_module");
        boolean owned = !module.isEmpty() && !module.equals(NOTHING);
        return stream.field("driver").startsWith("module-")
                || (stream.field("driver").equals("PipeWire") && owned)
                || PASSING_ON.stream()
                        .anyMatch(part -> stream.property("node.link-group").startsWith(part));
    }

    /// Those that record from a microphone. A source that has gone meanwhile counts as one.
    ///
    /// @param running see [#running]
    static List<PulseObject> fromMicrophones(List<PulseObject> running, List<PulseObject> sources) {
        Set<String> monitors = sources.stream()
                .filter(PulseRecordings::isMonitor)
                .flatMap(source -> Stream.of(source.field("index"), source.field("name")))
                .collect(Collectors.toSet());
        return running.stream()
                .filter(stream -> !monitors.contains(stream.field("source")))
                .toList();
    }

    private static boolean isMonitor(PulseObject source) {
        return !source.field("monitor_source").isEmpty()
                || source.property("device.class").equals("monitor");
    }

    /// The properties of the program whose stream this is: its own, or else its client's.
    static PulseObject described(PulseObject stream, List<PulseObject> clients) {
        if (!stream.property("application.process.binary").isEmpty()) {
            return stream;
        }
        return clients.stream()
                .filter(client -> client.field("index").equals(stream.field("client")))
                .findFirst()
                .map(client -> merged(stream, client))
                .orElse(stream);
    }

    private static PulseObject merged(PulseObject stream, PulseObject client) {
        var properties = new HashMap<>(client.properties());
        properties.putAll(stream.properties());
        return new PulseObject(stream.fields(), properties);
    }
}
