package dev.herd.engine.sensing;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Something that is opened when it is first needed, so that what one machine lacks is missed by its own sensor alone.
/// A failure is not kept: it is tried again. Thread-safe; two threads that come first at once may both open it, and
/// each keeps the same one from then on.
///
/// @param <T> what is opened
public final class Opened<T> {
    private final Opening<T> opening;
    private volatile @Nullable T value;

    /// How.
    ///
    /// @param <T> what is opened
    @FunctionalInterface
    public interface Opening<T> {
        T open() throws IOException;
    }

    public Opened(Opening<T> opening) {
        this.opening = opening;
    }

    /// @throws IOException when it cannot be opened
    public T get() throws IOException {
        T known = value;
        if (known == null) {
            known = opening.open();
            value = known;
        }
        return known;
    }
}
