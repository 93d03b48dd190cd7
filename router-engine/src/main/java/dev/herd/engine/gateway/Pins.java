package dev.herd.engine.gateway;

import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.placement.Pin;
import dev.herd.engine.placement.PinStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the gateway needs of who keeps the pins. Thread-safe.
public interface Pins {
    /// All of them, the oldest first.
    List<PinStatus> pins();

    /// Keeps a model in memory from now on, also after a restart. Pinning it again changes nothing.
    ///
    /// @return why that is impossible, with the sums; empty when the pin holds
    /// @throws IOException when it cannot be written down; it does not hold then
    String pin(Pin pin) throws IOException;

    /// Takes pins of a model back.
    ///
    /// @param node whose pin; null for all of the model's
    /// @return those that were taken back
    /// @throws IOException when that cannot be written down
    List<Pin> unpin(ModelRef model, @Nullable NodeId node) throws IOException;

    /// Waits until the model is loaded or its load has failed.
    ///
    /// @return how it stands then, or after that time; null when it is not pinned any more
    @Nullable
    PinStatus await(Pin pin, Duration limit) throws InterruptedException;
}
