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

    private record Found(long inode, OptionalInt slots) {}

    private final Path proc;
    private final Map<Integer, Found> byPort = new ConcurrentHashMap<>();

    /// @param proc `/proc`
    public ProcServerProcesses(Path proc) {
        this.proc = proc;
    }

    /// Looks through all processes only when another socket listens than the last time.
    @Override
    public OptionalInt slots(int port) {
        OptionalLong inode = listener(port);
        if (inode.isEmpty()) {
            return OptionalInt.empty();
        }
        Found known = byPort.get(port);
        if (known == null || known.inode() != inode.getAsLong()) {
            known = new Found(inode.getAsLong(), slotsOfListener(inode.getAsLong()));
            byPort.put(port, known);
        }
        return known.slots();
    }

    @Override
    public Optional<String> owner(int port) {
        OptionalLong inode = listener(port);
        return inode.isEmpty()
                ? Optional.empty()
                : holder(inode.getAsLong())
                        .map(process ->
                                text(process.resolve("comm")).strip() + " (process " + process.getFileName() + ")");
    }

    private OptionalInt slotsOfListener(long inode) {
        Optional<Path> process = holder(inode);
        if (process.isEmpty()) {
            return OptionalInt.empty();
        }
        OptionalInt parallel = slotsOfArguments(parts(process.get().resolve("cmdline")));
        return parallel.isPresent()
                ? parallel
                : slotsOfEnvironment(parts(process.get().resolve("environ")));
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
    private OptionalLong listener(int port) {
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
