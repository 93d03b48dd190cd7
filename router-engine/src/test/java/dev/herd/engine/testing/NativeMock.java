package dev.herd.engine.testing;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.herd.engine.sensing.NativeLibrary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A library with the functions of another system, built from `src/test/c` by gcc. What they answer is set by key; see
/// `mock.h`.
@SuppressWarnings("restricted") // it speaks to a library that it has built itself
public final class NativeMock {
    private static final Path GCC = Path.of("/usr/bin/gcc");
    private static final Path SOURCES = Path.of("src", "test", "c");

    private final Path file;
    private final NativeLibrary library;

    private NativeMock(Path file) {
        this.file = file;
        library = NativeLibrary.named(file.toString());
    }

    /// Builds one; without Linux and gcc the test is left out.
    ///
    /// @param system the folder of its sources
    /// @param folder takes the library
    public static NativeMock of(String system, Path folder) throws IOException, InterruptedException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "mock libraries are built on Linux alone");
        assumeTrue(Files.isExecutable(GCC), "there is no gcc to build the mock libraries with");
        Path file = folder.resolve("libmock.so");
        var words = new ArrayList<String>();
        words.addAll(
                List.of(GCC.toString(), "-shared", "-fPIC", "-Wall", "-Werror", "-o", file.toString(), "-lpthread"));
        words.add(SOURCES.resolve("mock.c").toString());
        try (Stream<Path> sources = Files.list(SOURCES.resolve(system))) {
            sources.map(Path::toString).filter(name -> name.endsWith(".c")).forEach(words::add);
        }
        Path said = folder.resolve("gcc.txt");
        Process gcc = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(gcc.waitFor(60, TimeUnit.SECONDS)).as("gcc ends").isTrue();
        assertThat(gcc.exitValue()).as(Files.readString(said)).isZero();
        return new NativeMock(file);
    }

    public Path file() {
        return file;
    }

    /// Forgets what was set and counted.
    public NativeMock reset() throws IOException {
        library.procedure("mock_reset").run();
        return this;
    }

    public NativeMock set(String key, long value) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            library.procedure("mock_set", ADDRESS, JAVA_LONG).run(arena.allocateFrom(key), value);
        }
        return this;
    }

    public NativeMock set(String key, String text) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            library.procedure("mock_set_text", ADDRESS, ADDRESS).run(arena.allocateFrom(key), arena.allocateFrom(text));
        }
        return this;
    }

    /// 0 where nothing was set or counted.
    public long get(String key) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return library.function("mock_get", JAVA_LONG, ADDRESS).asLong(arena.allocateFrom(key));
        }
    }

    public String text(String key) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return library.function("mock_text", ADDRESS, ADDRESS)
                    .asSegment(arena.allocateFrom(key))
                    .reinterpret(256)
                    .getString(0);
        }
    }

    /// The mock's own function of that name, with one number.
    public void call(String function, int number) throws IOException {
        library.procedure(function, JAVA_INT).run(number);
    }

    /// The mock's own function of that name, with two numbers.
    public void call(String function, int number, long other) throws IOException {
        library.procedure(function, JAVA_INT, JAVA_LONG).run(number, other);
    }
}
