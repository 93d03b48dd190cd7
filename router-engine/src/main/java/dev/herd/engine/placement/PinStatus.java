package dev.herd.engine.placement;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.RunnerId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a pin stands.
///
/// @param place where the model is kept or is going to be; null while there is no place for it
/// @param reason why it is not loaded, empty when it is
/// @param since when the phase began
/// @param failures loads in a row that failed, 0 when the last one did not
public record PinStatus(Pin pin, Phase phase, @Nullable Place place, String reason, Instant since, int failures) {

    /// What goes on with it.
    public enum Phase {
        /// In memory, for as long as it is pinned.
        LOADED,
        /// On its way into memory.
        LOADING,
        /// Not now: something is in its way that ends by itself.
        WAITING,
        /// Its last load failed, or there is no room for it.
        FAILING;

        /// As `/fleet/pins` calls it.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// An instance of the model.
    ///
    /// @param nodeName of its machine
    public record Place(InstanceId instance, RunnerId runner, String nodeName) {
        public static Place of(Holder holder) {
            return new Place(holder.instance(), holder.runner(), holder.node().name());
        }
    }

    /// Whether requests that run there must leave the model in memory. A pin without a place is going to have it where
    /// the next request loads it.
    public boolean keeps(Holder holder) {
        if (place != null) {
            return place.runner().equals(holder.runner());
        }
        boolean here = pin.node() == null || pin.node().equals(holder.node().id());
        return here && pin.model().equals(holder.model().ref());
    }
}
