package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sound server of this login, asked through `pactl`.
///
/// @param address what `--server` takes. It is always named, since a client that has to look for a server may start one
record PulseServer(String address) {
    private static final Logger LOG = LoggerFactory.getLogger(PulseServer.class);
    private static final String PACTL = "pactl";

    /// Where its socket is, in the order in which clients look; empty when it does not run.
    ///
    /// @param proc `/proc`, which tells whose process this is
    static Optional<PulseServer> find(Map<String, String> environment, Path proc) throws IOException {
        String named = environment.getOrDefault("PULSE_SERVER", "");
        if (!named.isBlank()) {
            return Optional.of(new PulseServer(named));
        }
        Stream<Path> own = Stream.of(
                        Optional.ofNullable(environment.get("PULSE_RUNTIME_PATH"))
                                .map(Path::of),
                        Optional.ofNullable(environment.get("XDG_RUNTIME_DIR")).map(folder -> Path.of(folder, "pulse")))
                .flatMap(Optional::stream);
        Object user = Files.getAttribute(proc.resolve("self"), "unix:uid");
        Stream<Path> usual = Stream.of(Path.of("/run/user", user.toString(), "pulse"), Path.of("/run/pulse"));
        return Stream.concat(own, usual)
                .map(folder -> folder.resolve("native"))
                .filter(Files::exists)
                .findFirst()
                .map(socket -> new PulseServer("unix:" + socket));
    }

    /// @param things `source-outputs`, `sources` or `clients`
    /// @throws IOException when the server does not answer, or not to be understood
    List<PulseObject> list(String things) throws IOException, InterruptedException {
        Optional<List<PulseObject>> told = inJson(things);
        if (told.isEmpty()) {
            told = PulseObject.ofText(
                    Command.of(PACTL, "--server=" + address, "list", things).run());
        }
        return told.orElseThrow(() -> new IOException("pactl list " + things + " is not understood"));
    }

    /// Versions before 16 know no such form, and fail.
    private Optional<List<PulseObject>> inJson(String things) throws InterruptedException {
        try {
            return PulseObject.ofJson(Command.of(PACTL, "--server=" + address, "-f", "json", "list", things)
                    .run());
        } catch (IOException failed) {
            LOG.trace("not in JSON: {}", failed.getMessage());
            return Optional.empty();
        }
    }

    /// What tells of its changes, one a line.
    List<String> subscription() {
        return List.of(PACTL, "--server=" + address, "subscribe");
    }
}
