package dev.herd.engine.sensing.macos;

import dev.herd.engine.sensing.Command;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Microphone;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/// Which processes take sound, by the assertions against sleep. The sound server has left thousands of them behind on
/// some machines, so that a process which is gone does not count.
final class MicrophoneAssertions {
    static final Command COMMAND = Command.of("/usr/bin/pmset", "-g", "assertions");

    private final ProgramNames names;
    private final LongFunction<Optional<ProcessHandle>> processes;

    /// @param processes those that run
    MicrophoneAssertions(ProgramNames names, LongFunction<Optional<ProcessHandle>> processes) {
        this.names = names;
        this.processes = processes;
    }

    Optional<Microphone> parse(String text) {
        return Assertions.soundTakers(text).map(users -> {
            var uses = new LinkedHashSet<CaptureUse>();
            users.forEach(user -> use(user).ifPresent(uses::add));
            return new Microphone(List.copyOf(uses));
        });
    }

    private Optional<CaptureUse> use(Assertions.User user) {
        OptionalLong process = user.process();
        if (process.isEmpty()) {
            return Optional.of(names.use("", user.name()));
        }
        if (process.getAsLong() == ProcessHandle.current().pid()) {
            return Optional.empty();
        }
        return processes
                .apply(process.getAsLong())
                .map(running -> names.use("", running.info().command().orElse(user.name())));
    }
}
