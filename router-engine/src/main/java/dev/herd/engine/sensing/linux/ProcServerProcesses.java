package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.ServerProcesses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads `/proc`. Processes of other people cannot be seen. Thread-safe.
public final class ProcServerProcesses implements ServerProcesses {
    private static final Logger LOG = LoggerFactory.getLogger(ProcServerProcesses.class);
    private static final String LISTENING = "0A";
    private static final int MOST_SLOTS = 256;

    /// Who listens with a socket. Finding that out takes a look at every process.
    private record Listener(long inode, Optional<Path> process) {}

    private final Path proc;
    private final Map<Integer, Listener> byPort = new ConcurrentHashMap<>();

    /// @param proc `/proc`
    public ProcServerProcesses(Path proc) {
        this.proc = proc;
    }

    @Override
    public OptionalInt slots(int port) {
        Optional<Path> found = listener(port);
        if (found.isEmpty()) {
            return OptionalInt.empty();
        }
        Path server = found.get();
        OptionalInt own = slotsOfArguments(parts(server.resolve("cmdline")));
        OptionalInt runners = own.isPresent() ? own : slotsOfRunners(server);
        return runners.isPresent() ? runners : slotsOfEnvironment(parts(server.resolve("environ")));
    }

    @Override
    public Optional<String> owner(int port) {
        return listener(port)
                .map(process -> text(process.resolve("comm")).strip() + " (process " + process.getFileName() + ")");
    }

    /// Looks through all processes only when another socket listens than the last time.
    private Optional<Path> listener(int port) {
        OptionalLong inode = inode(port);
        if (inode.isEmpty()) {
            byPort.remove(port);
            return Optional.empty();
        }
        Listener known = byPort.get(port);
        if (known == null || known.inode() != inode.getAsLong()) {
            known = new Listener(inode.getAsLong(), holder(inode.getAsLong()));
            byPort.put(port, known);
        }
        return known.process();
    }

    /// A server that runs each model in a process of its own tells each how much to take. Where they differ, the least
    /// is right for all.
    private OptionalInt slotsOfRunners(Path server) {
        return children(server)
                .map(child -> slotsOfArguments(parts(proc.resolve(child).resolve("cmdline"))))
                .flatMapToInt(OptionalInt::stream)
                .min();
    }

    /// Each thread has its own list of those it started.
    private static Stream<String> children(Path process) {
        try (Stream<Path> threads = Files.list(process.resolve("task"))) {
            return threads
                    .map(thread -> text(thread.resolve("children")))
                    .flatMap(list -> Arrays.stream(list.split("\\s+")))
                    .filter(child -> !child.isEmpty())
                    .toList()
                    .stream();
        } catch (IOException notOurs) {
            LOG.trace("{} cannot be read: {}", process, notOurs.getMessage());
            return Stream.empty();
        }
    }

    /// From a server's arguments: `-np 4`, `--parallel 4` or `--parallel=4`.
    static OptionalInt slotsOfArguments(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if ((argument.equals("-np") || argument.equals("--parallel")) && i + 1 < arguments.size()) {
                return count(arguments.get(i + 1));
            }
            if (argument.startsWith("--parallel=")) {
                return count(argument.substring("--parallel=".length()));
            }
        }
        return OptionalInt.empty();
    }

    static OptionalInt slotsOfEnvironment(List<String> variables) {
        String prefix = "OLLAMA_NUM_PARALLEL=";
        return variables.stream()
                .filter(variable -> variable.startsWith(prefix))
                .map(variable -> count(variable.substring(prefix.length())))
                .findFirst()
                .orElse(OptionalInt.empty());
    }

    /// 0 lets the server choose, which says nothing.
    private static OptionalInt count(String text) {
        boolean number = text.strip().matches("[1-9]\\d{0,2}");
        return number ? OptionalInt.of(Math.min(MOST_SLOTS, Integer.parseInt(text.strip()))) : OptionalInt.empty();
    }

    /// The inode of the socket that listens on that port.
    private OptionalLong inode(int port) {
        String suffix = ":" + String.format("%04X", port);
        for (String table : List.of("net/tcp", "net/tcp6")) {
            for (String line : text(proc.resolve(table)).split("\n")) {
                String[] columns = line.strip().split("\\s+");
                if (columns.length > 9 && columns[1].endsWith(suffix) && columns[3].equals(LISTENING)) {
                    return OptionalLong.of(Long.parseLong(columns[9]));
                }
            }
        }
        return OptionalLong.empty();
    }

    private Optional<Path> holder(long inode) {
        String socket = "socket:[" + inode + "]";
        try (Stream<Path> processes = Files.list(proc)) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> holds(process, socket))
                    .findFirst();
        } catch (IOException unreadable) {
            LOG.debug("{} cannot be read: {}", proc, unreadable.getMessage());
            return Optional.empty();
        }
    }

    private static boolean holds(Path process, String socket) {
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            return descriptors.anyMatch(descriptor -> target(descriptor).equals(socket));
        } catch (IOException notOurs) {
            LOG.trace("{} cannot be read: {}", process, notOurs.getMessage());
            return false;
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException gone) {
            LOG.trace("{} is gone: {}", link, gone.getMessage());
            return "";
        }
    }

    private static List<String> parts(Path file) {
        return Arrays.asList(text(file).split("\0"));
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            LOG.debug("{} cannot be read: {}", file, unreadable.getMessage());
            return "";
        }
    }
}
