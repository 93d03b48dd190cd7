package dev.herd.engine.sensing.macos;

import dev.herd.engine.testing.NativeMock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A Mac's libraries, all of them one mock: links, since copies would each remember something else.
final class MacMock {
    private static final List<String> FRAMEWORKS =
            List.of("CoreFoundation", "CoreAudio", "CoreMediaIO", "CoreGraphics", "IOKit", "Foundation", "AppKit");

    private final Path folder;
    private final NativeMock mock;

    MacMock(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        mock = NativeMock.of("macos", folder);
        Files.createSymbolicLink(folder.resolve("libSystem"), mock.file());
        Files.createSymbolicLink(folder.resolve("libobjc"), mock.file());
        for (String name : FRAMEWORKS) {
            Path directory = Files.createDirectories(folder.resolve(name + ".framework"));
            Files.createSymbolicLink(directory.resolve(name), mock.file());
        }
    }

    NativeMock answers() {
        return mock;
    }

    MacLibraries libraries() {
        return MacLibraries.in(folder);
    }

    /// The libraries without one framework, from now on.
    MacLibraries without(String framework) throws IOException {
        Files.delete(folder.resolve(framework + ".framework").resolve(framework));
        return libraries();
    }
}
