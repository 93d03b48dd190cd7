package dev.herd.engine.sensing.macos;

import dev.herd.engine.sensing.NativeLibrary;
import dev.herd.engine.sensing.Opened;
import java.io.IOException;
import java.nio.file.Path;

/// Where macOS keeps its libraries, and what is bound of them: each when it is first used.
final class MacLibraries {
    private final String frameworks;
    private final NativeLibrary system;
    private final NativeLibrary objectiveC;
    private final Opened<CoreFoundation> coreFoundation;

    private MacLibraries(String frameworks, NativeLibrary system, NativeLibrary objectiveC) {
        this.frameworks = frameworks;
        this.system = system;
        this.objectiveC = objectiveC;
        coreFoundation = new Opened<>(() -> new CoreFoundation(framework("CoreFoundation")));
    }

    /// Those of this Mac.
    static MacLibraries installed() {
        return new MacLibraries(
                "/System/Library/Frameworks/",
                NativeLibrary.ofEveryProcess(),
                NativeLibrary.named("/usr/lib/libobjc.A.dylib"));
    }

    /// Others: `NAME.framework/NAME` for each framework, and `libSystem` and `libobjc`.
    static MacLibraries in(Path folder) {
        return new MacLibraries(
                folder + "/",
                NativeLibrary.named(folder.resolve("libSystem").toString()),
                NativeLibrary.named(folder.resolve("libobjc").toString()));
    }

    NativeLibrary framework(String name) {
        return NativeLibrary.named(frameworks + name + ".framework/" + name);
    }

    /// sysctl, notify, Mach and processes.
    NativeLibrary system() {
        return system;
    }

    NativeLibrary objectiveC() {
        return objectiveC;
    }

    CoreFoundation coreFoundation() throws IOException {
        return coreFoundation.get();
    }
}
