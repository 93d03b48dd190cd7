package dev.herd.engine.sensing.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder of small files that the kernel writes when they are read, such as `/proc` and `/sys`. Many of them may be
/// missing, and reading one may fail for the moment (`EAGAIN`, `ENODATA`).
///
/// @param root such as `/proc`
record Tree(Path root) {
    private static final Logger LOG = LoggerFactory.getLogger(Tree.class);

    /// `/proc/stat` of a machine with hundreds of processors is the longest.
    private static final int MOST_BYTES = 1 << 20;

    /// The whole text.
    ///
    /// @throws IOException when there is none, naming the file
    String read(String path) throws IOException {
        Path file = root.resolve(path);
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            String message = String.valueOf(failed.getMessage());
            throw new IOException(message.contains(file.toString()) ? message : file + ": " + message, failed);
        }
    }

    /// The text without the spaces around it; empty where it cannot be read.
    Optional<String> text(String path) {
        try {
            return Optional.of(read(path).strip());
        } catch (IOException missing) {
            LOG.trace("not there: {}", missing.getMessage());
            return Optional.empty();
        }
    }

    /// The whole number that is all of the text.
    OptionalLong number(String path) {
        return text(path).map(Tree::parsed).orElse(OptionalLong.empty());
    }

    private static OptionalLong parsed(String text) {
        boolean negative = text.startsWith("-");
        OptionalLong number = Digits.parse(negative ? text.substring(1) : text);
        return negative && number.isPresent() ? OptionalLong.of(-number.getAsLong()) : number;
    }

    /// The names in a folder, sorted; none where it cannot be read.
    List<String> names(String folder) {
        try (Stream<Path> entries = Files.list(root.resolve(folder))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException missing) {
            LOG.trace("not there: {}", missing.getMessage());
            return List.of();
        }
    }

    boolean has(String path) {
        return Files.exists(root.resolve(path));
    }

    /// As people find it.
    String name(String path) {
        return root.resolve(path).toString();
    }
}
