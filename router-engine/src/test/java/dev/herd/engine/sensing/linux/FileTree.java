package dev.herd.engine.sensing.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A folder that looks like a part of `/proc` or `/sys`.
record FileTree(Path root) {
    Tree tree() {
        return new Tree(root);
    }

    FileTree put(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /// A file that is there and cannot be read, as those that answer `EAGAIN`: a folder gives an error too, also to
    /// whoever may read everything.
    FileTree putUnreadable(String path) throws IOException {
        Files.createDirectories(root.resolve(path));
        return this;
    }

    void delete(String path) throws IOException {
        Files.delete(root.resolve(path));
    }

    /// A program that prints what a script says.
    Path program(String name, String script) throws IOException {
        Path file = root.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }
}
