package dev.herd.engine.sensing.linux;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who has files open. Processes of other people cannot be seen into. A look at all processes of a desktop takes some
/// ten milliseconds.
///
/// @param proc `/proc`
record OpenFiles(Path proc) {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);

    /// Processes that have one of them open.
    Set<Long> holders(Collection<Path> files) throws IOException {
        var wanted = new HashSet<Path>(files);
        var holders = new HashSet<Long>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (holdsOne(process.resolve("fd"), wanted)) {
                    holders.add(Long.parseLong(process.getFileName().toString()));
                }
            }
        }
        return holders;
    }

    private static boolean holdsOne(Path descriptors, Set<Path> wanted) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
            for (Path descriptor : all) {
                if (wanted.contains(target(descriptor))) {
                    return true;
                }
            }
        } catch (AccessDeniedException others) {
            LOG.trace("{} is not ours", descriptors);
        } catch (IOException | DirectoryIteratorException gone) {
            LOG.trace("{} is gone: {}", descriptors, gone.getMessage());
        }
        return false;
    }

    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException closed) {
            LOG.trace("{} is closed: {}", descriptor, closed.getMessage());
            return descriptor;
        }
    }
}
