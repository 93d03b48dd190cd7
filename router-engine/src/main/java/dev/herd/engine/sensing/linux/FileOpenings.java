package dev.herd.engine.sensing.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.herd.engine.sensing.NativeFunction;
import dev.herd.engine.sensing.NativeLibrary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Tells when somebody opens or closes certain files of a folder, by the kernel's `inotify(7)`, which Java's own watch
/// of folders does not pass on. Nothing is opened to learn that.
final class FileOpenings implements AutoCloseable {
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int OPENED_OR_CLOSED = 0x20 | 0x10 | 0x8;
    private static final int CREATED_OR_DELETED = 0x100 | 0x200;

    /// `struct inotify_event`: watch, mask, cookie, length of the name that follows.
    private static final int MASK = 4;

    private static final int LENGTH = 12;
    private static final int NAME = 16;
    private static final int BUFFER = 1 << 14;

    private final Path folder;
    private final String glob;
    private final int queue;
    private final int folderWatch;
    private final NativeFunction add;
    private final NativeFunction remove;
    private final NativeFunction read;
    private final NativeFunction close;
    private final ConcurrentHashMap<Path, Boolean> watched = new ConcurrentHashMap<>();
    private final AtomicBoolean listening = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /// @param glob their names, such as `video[0-9]*`
    /// @throws IOException when the system has no such thing, or no more of them
    FileOpenings(Path folder, String glob) throws IOException {
        this.folder = folder;
        this.glob = glob;
        NativeLibrary library = NativeLibrary.ofEveryProcess();
        add = library.function("inotify_add_watch", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
        remove = library.function("inotify_rm_watch", JAVA_INT, JAVA_INT, JAVA_INT);
        read = library.function("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
        close = library.function("close", JAVA_INT, JAVA_INT);
        queue = library.function("inotify_init1", JAVA_INT, JAVA_INT).asInt(CLOSE_ON_EXEC);
        folderWatch = queue < 0 ? -1 : watch(folder, CREATED_OR_DELETED);
        if (folderWatch < 0) {
            end();
            throw new IOException(folder + " cannot be watched");
        }
        watchFiles();
    }

    private int watch(Path path, int events) {
        try (Arena arena = Arena.ofConfined()) {
            return add.asInt(queue, arena.allocateFrom(path.toString()), events);
        }
    }

    /// Adding one twice is no fault.
    private void watchFiles() throws IOException {
        watched.clear();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            for (Path file : files) {
                watched.put(file, watch(file, OPENED_OR_CLOSED) >= 0);
            }
        }
    }

    /// Whether it would hear of this one; those that we may not read cannot be watched.
    boolean watches(Path file) {
        return watched.getOrDefault(file, false);
    }

    /// Runs `opened` whenever a file is opened or closed, comes or goes, until this is closed. To be called once.
    ///
    /// @throws IOException when it can hear no more, or this is a virtual thread: the call of the system that waits
    ///     would keep its carrier from all others
    void listen(Runnable opened) throws IOException {
        if (Thread.currentThread().isVirtual()) {
            throw new IOException("a virtual thread cannot wait for the kernel");
        }
        listening.set(true);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate(BUFFER, Long.BYTES);
            while (!closed.get()) {
                long length = read.asLong(queue, events, (long) BUFFER);
                if (closed.get()) {
                    return;
                }
                if (length <= 0) {
                    throw new IOException("the kernel tells no more of " + folder);
                }
                if (concerns(events, length)) {
                    watchFiles();
                    opened.run();
                }
            }
        } finally {
            closed.set(true);
            end();
        }
    }

    /// Files come and go in the folder that are not meant.
    private boolean concerns(MemorySegment events, long length) {
        var matcher = folder.getFileSystem().getPathMatcher("glob:" + glob);
        for (long at = 0; at + NAME <= length; ) {
            int mask = events.get(JAVA_INT, at + MASK);
            int nameLength = events.get(JAVA_INT, at + LENGTH);
            boolean ofFolder = (mask & CREATED_OR_DELETED) != 0;
            if (!ofFolder || matcher.matches(Path.of(events.getString(at + NAME)))) {
                return true;
            }
            at += NAME + nameLength;
        }
        return false;
    }

    private void end() {
        if (queue >= 0) {
            close.asInt(queue);
        }
    }

    /// Ends the listening: taking a watch away is an event of its own, which wakes whoever listens.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (listening.get()) {
            remove.asInt(queue, folderWatch);
        } else {
            end();
        }
    }
}
