package dev.herd.engine.sensing;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import org.jspecify.annotations.Nullable;

/// A library of the operating system, called without any code of ours between. It is loaded when its first symbol is
/// asked for, and stays loaded. Thread-safe.
@SuppressWarnings(
        "restricted") // calling the system is what it is for; the signatures are tested against mock libraries
public final class NativeLibrary {
    private final String name;
    private final boolean loaded;

    private NativeLibrary(String name, boolean loaded) {
        this.name = name;
        this.loaded = loaded;
    }

    /// The one of that name.
    ///
    /// @param name what the system's own loader understands, a path or a plain name. It is not looked for on disk:
    ///     Apple's frameworks have had no file there since macOS 11
    public static NativeLibrary named(String name) {
        return new NativeLibrary(name, false);
    }

    /// What every process has loaded, such as libSystem.
    public static NativeLibrary ofEveryProcess() {
        return new NativeLibrary("the system's library", true);
    }

    /// Loads it, for what it brings beside functions.
    ///
    /// @throws IOException when it is missing
    public void load() throws IOException {
        lookup();
    }

    /// A function of it that returns something.
    ///
    /// @throws IOException when the library or the symbol is missing
    public NativeFunction function(String symbol, MemoryLayout result, MemoryLayout... parameters) throws IOException {
        return link(symbol, FunctionDescriptor.of(result, parameters));
    }

    /// A function of it that returns nothing.
    ///
    /// @throws IOException when the library or the symbol is missing
    public NativeFunction procedure(String symbol, MemoryLayout... parameters) throws IOException {
        return link(symbol, FunctionDescriptor.ofVoid(parameters));
    }

    /// The memory of a variable of it.
    ///
    /// @param layout of the variable
    /// @throws IOException when the library or the symbol is missing
    public MemorySegment variable(String symbol, MemoryLayout layout) throws IOException {
        return find(symbol).reinterpret(layout.byteSize());
    }

    private NativeFunction link(String symbol, FunctionDescriptor signature) throws IOException {
        return new NativeFunction(symbol, Linker.nativeLinker().downcallHandle(find(symbol), signature));
    }

    private MemorySegment find(String symbol) throws IOException {
        MemorySegment found = lookup().find(symbol).orElse(null);
        if (found == null) {
            throw new IOException(shortName() + " has no " + symbol);
        }
        return found;
    }

    private SymbolLookup lookup() throws IOException {
        if (loaded) {
            return Linker.nativeLinker().defaultLookup();
        }
        SymbolLookup library = opened();
        if (library == null) {
            throw new IOException(shortName() + " cannot be loaded");
        }
        return library;
    }

    private @Nullable SymbolLookup opened() {
        try {
            return SymbolLookup.libraryLookup(name, Arena.global());
        } catch (IllegalArgumentException missing) {
            return null;
        }
    }

    private String shortName() {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }
}
