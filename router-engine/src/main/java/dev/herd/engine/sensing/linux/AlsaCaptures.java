package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Programs;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Microphone;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The kernel's own account of who records sound: `/proc/asound`. It knows processes, and so of the programs behind a
/// sound server nothing but that there are some.
///
/// @param proc `/proc`
record AlsaCaptures(Path proc, Programs programs) {
    static final String SOURCE = "/proc/asound/card*/pcm*c/sub*/status";

    private static final Pattern STATE = Pattern.compile("(?m)^(?:state:\\s*(\\w+)|(closed))\\s*$");
    private static final Pattern OWNER = Pattern.compile("(?m)^owner_pid\\s*:\\s*(\\d{1,10})\\s*$");
    /// The last one as the kernel cuts it too.
    private static final Set<String> SERVERS = Set.of(
            "pulseaudio", "pipewire", "pipewire-pulse", "wireplumber", "pipewire-media-session", "pipewire-media-");

    /// One of a card's openings for recording.
    ///
    /// @param owner the process that has it open, 0 when that is not told
    record Opening(boolean running, long owner) {
        /// Empty when that is not what the text is.
        static Optional<Opening> parse(String status) {
            Matcher state = STATE.matcher(status);
            if (!state.find()) {
                return Optional.empty();
            }
            Matcher owner = OWNER.matcher(status);
            return Optional.of(
                    new Opening("RUNNING".equals(state.group(1)), owner.find() ? Long.parseLong(owner.group(1)) : 0));
        }
    }

    /// Empty where there is no account.
    ///
    /// @throws IOException when there is one that is not understood
    Optional<Microphone> read() throws IOException {
        Path cards = proc.resolve("asound");
        if (!Files.isDirectory(cards)) {
            return Optional.empty();
        }
        List<CaptureUse> uses = new ArrayList<>();
        for (Path card : below(cards, "card[0-9]*")) {
            for (Path device : below(card, "pcm*c")) {
                for (Path opening : below(device, "sub*")) {
                    use(opening.resolve("status")).ifPresent(uses::add);
                }
            }
        }
        return Optional.of(new Microphone(uses.stream().distinct().toList()));
    }

    private static List<Path> below(Path folder, String names) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, names)) {
            var all = new ArrayList<Path>();
            found.forEach(all::add);
            return all;
        }
    }

    private Optional<CaptureUse> use(Path status) throws IOException {
        Opening opening = Opening.parse(Files.readString(status))
                .orElseThrow(() -> new IOException(status + " is not understood"));
        if (!opening.running()) {
            return Optional.empty();
        }
        var names = new ProcessNames(proc);
        String program = names.shown(opening.owner());
        return Optional.of(
                SERVERS.contains(program)
                        ? new CaptureUse("", CaptureUse.Kind.UNKNOWN)
                        : new CaptureUse(program, programs.capture(names.of(opening.owner()))));
    }
}
