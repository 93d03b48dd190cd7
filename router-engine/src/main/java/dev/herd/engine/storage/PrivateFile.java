package dev.herd.engine.storage;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Makes files and directories that only their owner can read, where the file system knows owners.
final class PrivateFile {
    private PrivateFile() {}

    /// Makes an empty file, unless it is there.
    static void create(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, ownerAlone("rw-------"));
        }
    }

    /// Makes a directory and those above it, unless it is there: what is there keeps the rights it has.
    static void createDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, ownerAlone("rwx------"));
        }
    }

    private static FileAttribute<?>[] ownerAlone(String rights) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }
}
