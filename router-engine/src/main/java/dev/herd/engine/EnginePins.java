package dev.herd.engine;

import dev.herd.engine.dispatch.Dispatcher;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.gateway.Fleet;
import dev.herd.engine.gateway.Pins;
import dev.herd.engine.placement.Pin;
import dev.herd.engine.placement.PinStatus;
import dev.herd.engine.storage.PinFile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The pins as people make them and take them back, written down before anybody is told that they hold. Thread-safe.
final class EnginePins implements Pins {
    private final Dispatcher dispatcher;
    private final PinBoard board;
    private final PinFile file;
    private final Fleet fleet;
    private final Loads loads;
    private final ReentrantLock writing = new ReentrantLock();

    EnginePins(Dispatcher dispatcher, PinBoard board, PinFile file, Fleet fleet, Loads loads) {
        this.dispatcher = dispatcher;
        this.board = board;
        this.file = file;
        this.fleet = fleet;
        this.loads = loads;
    }

    /// Takes up the pins of the last run; what its machines have is not known yet, and so refuses none.
    void restore(List<Pin> pins) {
        pins.forEach(dispatcher::pin);
    }

    @Override
    public List<PinStatus> pins() {
        return board.pins();
    }

    @Override
    public String pin(Pin pin) throws IOException {
        boolean known = board.find(pin) != null;
        String objection = dispatcher.pin(pin);
        if (!objection.isEmpty() || known) {
            return objection;
        }
        try {
            save();
        } catch (IOException unwritable) {
            dispatcher.unpin(pin);
            throw unwritable;
        }
        return "";
    }

    @Override
    public List<Pin> unpin(ModelRef model, @Nullable NodeId node) throws IOException {
        List<PinStatus> taken = pins().stream()
                .filter(each -> each.pin().model().equals(model))
                .filter(each -> node == null || node.equals(each.pin().node()))
                .toList();
        if (taken.isEmpty()) {
            return List.of();
        }
        taken.forEach(each -> dispatcher.unpin(each.pin()));
        taken.stream()
                .map(PinStatus::place)
                .filter(place -> place != null)
                .map(PinStatus.Place::instance)
                .distinct()
                .forEach(this::letGo);
        save();
        return taken.stream().map(PinStatus::pin).toList();
    }

    /// The server keeps it for ever as long as nobody says otherwise.
    private void letGo(InstanceId instance) {
        Optional<Holder> holder = fleet.snapshot().holder(instance);
        if (holder.isPresent() && holder.get().model().resident() != null && !board.keeps(holder.get())) {
            loads.letGo(holder.get());
        }
    }

    /// Two who pin at once write one after the other, the later with both.
    private void save() throws IOException {
        writing.lock();
        try {
            file.save(pins().stream().map(PinStatus::pin).toList());
        } finally {
            writing.unlock();
        }
    }

    @Override
    public @Nullable PinStatus await(Pin pin, Duration limit) throws InterruptedException {
        return board.await(pin, limit);
    }
}
