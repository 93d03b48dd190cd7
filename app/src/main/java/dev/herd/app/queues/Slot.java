package dev.herd.app.queues;

import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// A place in a table, and what stands there: null until it is read. Tables follow it, so that a row changes in place.
final class Slot<R> {
    private final ReadOnlyObjectWrapper<@Nullable R> row = new ReadOnlyObjectWrapper<>();

    @Nullable
    R row() {
        return row.get();
    }

    ReadOnlyObjectProperty<@Nullable R> property() {
        return row.getReadOnlyProperty();
    }

    void fill(R shown) {
        if (!Objects.equals(row.get(), shown)) {
            row.set(shown);
        }
    }
}
