package dev.herd.engine.sensing.linux;

import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.Swap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What `/proc/meminfo` says.
final class MemoryText {
    private MemoryText() {}

    static Optional<Memory> memory(String text) {
        NamedNumbers numbers = new NamedNumbers(text);
        OptionalLong total = numbers.of("MemTotal");
        OptionalLong available = available(numbers);
        if (total.isEmpty() || available.isEmpty() || total.getAsLong() <= 0) {
            return Optional.empty();
        }
        return Optional.of(new Memory(total.getAsLong(), total.getAsLong() - available.getAsLong()));
    }

    /// Kernels before 3.14 do not say it: what is free or holds copies of files comes near.
    private static OptionalLong available(NamedNumbers numbers) {
        OptionalLong told = numbers.of("MemAvailable");
        OptionalLong free = numbers.of("MemFree");
        if (told.isPresent() || free.isEmpty()) {
            return told;
        }
        return OptionalLong.of(free.getAsLong()
                + numbers.of("Buffers").orElse(0)
                + numbers.of("Cached").orElse(0));
    }

    /// Share of all memory that could be had at once, 0 to 1.
    static OptionalDouble availableShare(String text) {
        return memory(text).stream().mapToDouble(memory -> 1 - memory.share()).findFirst();
    }

    static Optional<Swap> swap(String text) {
        NamedNumbers numbers = new NamedNumbers(text);
        OptionalLong total = numbers.of("SwapTotal");
        OptionalLong free = numbers.of("SwapFree");
        return total.isEmpty() || free.isEmpty()
                ? Optional.empty()
                : Optional.of(new Swap(total.getAsLong(), total.getAsLong() - free.getAsLong()));
    }
}
