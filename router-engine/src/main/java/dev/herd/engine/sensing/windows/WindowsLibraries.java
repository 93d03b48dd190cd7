package dev.herd.engine.sensing.windows;

import dev.herd.engine.sensing.NativeLibrary;

/// The libraries of Windows that are called.
///
/// @param kernel memory, power, processes and time
/// @param user windows, input and desktops
/// @param registry of settings
/// @param shell what is shown to the person
record WindowsLibraries(NativeLibrary kernel, NativeLibrary user, NativeLibrary registry, NativeLibrary shell) {
    static WindowsLibraries installed() {
        return new WindowsLibraries(
                NativeLibrary.named("kernel32"),
                NativeLibrary.named("user32"),
                NativeLibrary.named("advapi32"),
                NativeLibrary.named("shell32"));
    }

    /// All of them in one library.
    static WindowsLibraries in(String library) {
        NativeLibrary all = NativeLibrary.named(library);
        return new WindowsLibraries(all, all, all, all);
    }
}
