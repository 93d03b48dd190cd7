package dev.herd.engine.sensing.macos;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.herd.engine.sensing.NativeFunction;
import dev.herd.engine.sensing.NativeLibrary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Apple's strings, numbers, arrays and dictionaries. What a function named *Create* or *Copy* returned belongs to the
/// caller, who wraps it in [Owned]; what *Get* returned belongs to somebody else. Thread-safe.
final class CoreFoundation {
    private static final int UTF8 = 0x08000100;
    private static final long DOUBLE = 13;

    private final NativeFunction release;
    private final NativeFunction typeOf;
    private final NativeFunction newString;
    private final NativeFunction stringLength;
    private final NativeFunction stringText;
    private final NativeFunction numberValue;
    private final NativeFunction booleanValue;
    private final NativeFunction dictionaryValue;
    private final NativeFunction arrayCount;
    private final NativeFunction arrayValue;
    private final long stringType;
    private final long numberType;
    private final long booleanType;
    private final long dictionaryType;

    /// @param framework CoreFoundation
    /// @throws IOException when it lacks something
    CoreFoundation(NativeLibrary framework) throws IOException {
        release = framework.procedure("CFRelease", ADDRESS);
        typeOf = framework.function("CFGetTypeID", JAVA_LONG, ADDRESS);
        newString = framework.function("CFStringCreateWithCString", ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
        stringLength = framework.function("CFStringGetLength", JAVA_LONG, ADDRESS);
        stringText = framework.function("CFStringGetCString", JAVA_BYTE, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);
        numberValue = framework.function("CFNumberGetValue", JAVA_BYTE, ADDRESS, JAVA_LONG, ADDRESS);
        booleanValue = framework.function("CFBooleanGetValue", JAVA_BYTE, ADDRESS);
        dictionaryValue = framework.function("CFDictionaryGetValue", ADDRESS, ADDRESS, ADDRESS);
        arrayCount = framework.function("CFArrayGetCount", JAVA_LONG, ADDRESS);
        arrayValue = framework.function("CFArrayGetValueAtIndex", ADDRESS, ADDRESS, JAVA_LONG);
        stringType = framework.function("CFStringGetTypeID", JAVA_LONG).asLong();
        numberType = framework.function("CFNumberGetTypeID", JAVA_LONG).asLong();
        booleanType = framework.function("CFBooleanGetTypeID", JAVA_LONG).asLong();
        dictionaryType = framework.function("CFDictionaryGetTypeID", JAVA_LONG).asLong();
    }

    /// Something that belongs to us until it is closed. It may be null, which is released by doing nothing: `CFRelease`
    /// crashes on it.
    final class Owned implements AutoCloseable {
        private final MemorySegment reference;

        private Owned(MemorySegment reference) {
            this.reference = reference;
        }

        MemorySegment reference() {
            return reference;
        }

        boolean isNull() {
            return CoreFoundation.isNull(reference);
        }

        @Override
        public void close() {
            if (!isNull()) {
                release.run(reference);
            }
        }
    }

    static boolean isNull(MemorySegment reference) {
        return reference.address() == 0;
    }

    Owned owned(MemorySegment reference) {
        return new Owned(reference);
    }

    Owned string(String text) {
        try (Arena arena = Arena.ofConfined()) {
            return owned(newString.asSegment(MemorySegment.NULL, arena.allocateFrom(text), UTF8));
        }
    }

    /// What a string says; empty for null and for anything else.
    Optional<String> text(MemorySegment reference) {
        if (!is(reference, stringType)) {
            return Optional.empty();
        }
        // A unit of UTF-16 takes three bytes of UTF-8 at most; one more ends the text.
        long capacity = stringLength.asLong(reference) * 3 + 1;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(capacity);
            return stringText.asBoolean(reference, text, capacity, UTF8)
                    ? Optional.of(text.getString(0))
                    : Optional.empty();
        }
    }

    /// What a number says, 1 and 0 for a truth value; empty for null and for anything else.
    OptionalDouble number(MemorySegment reference) {
        if (is(reference, booleanType)) {
            return OptionalDouble.of(booleanValue.asBoolean(reference) ? 1 : 0);
        }
        if (!is(reference, numberType)) {
            return OptionalDouble.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocate(JAVA_DOUBLE);
            // It says false when the number was rounded, and gives it all the same.
            numberValue.asBoolean(reference, DOUBLE, number);
            return OptionalDouble.of(number.get(JAVA_DOUBLE, 0));
        }
    }

    private boolean is(MemorySegment reference, long type) {
        return !isNull(reference) && typeOf.asLong(reference) == type;
    }

    /// What stands under that key, which remains the dictionary's; null where nothing does.
    MemorySegment value(MemorySegment dictionary, String key) {
        if (!is(dictionary, dictionaryType)) {
            return MemorySegment.NULL;
        }
        try (Owned name = string(key)) {
            return dictionaryValue.asSegment(dictionary, name.reference());
        }
    }

    Optional<String> text(MemorySegment dictionary, String key) {
        return text(value(dictionary, key));
    }

    OptionalDouble number(MemorySegment dictionary, String key) {
        return number(value(dictionary, key));
    }

    /// The parts of an array, which remain the array's.
    List<MemorySegment> parts(MemorySegment array) {
        var parts = new ArrayList<MemorySegment>();
        long count = isNull(array) ? 0 : arrayCount.asLong(array);
        for (long i = 0; i < count; i++) {
            parts.add(arrayValue.asSegment(array, i));
        }
        return parts;
    }
}
