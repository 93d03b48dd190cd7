package dev.herd.app.queues;

import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.InstanceLoad;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.api.WaitingPlace;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/// One model on one machine with its slots. Pure.
///
/// @param model without the tag that every model has
/// @param node the machine's name
/// @param note what is to be said beyond the name: its state when it does not serve, and who waits; may be empty
/// @param slots places for requests, at least `running`
/// @param waiting requests that are planned for it
record Strip(InstanceId key, String model, String node, String note, int running, int slots, int waiting) {

    static final Comparator<Strip> BY_PLACE = Comparator.comparing(Strip::node)
            .thenComparing(Strip::model)
            .thenComparing(strip -> strip.key().upstream());

    /// Busy before idle, waiting before busy.
    static final Comparator<Strip> BY_URGENCY =
            Comparator.comparingInt(Strip::rank).thenComparing(BY_PLACE);

    boolean hasNext() {
        return waiting > 0;
    }

    boolean isBusy() {
        return running > 0 || waiting > 0;
    }

    /// 0 is the most urgent.
    int rank() {
        return waiting > 0 ? 0 : running > 0 ? 1 : 2;
    }

    /// `Studio · 1 waits 4 s`.
    String where() {
        return note.isEmpty() ? node : node + " · " + note;
    }

    String spoken() {
        return "%s on %s: %d of %d slots busy%s"
                .formatted(model, node, running, slots, note.isEmpty() ? "" : ", " + note);
    }

    /// The strip of each model that is loaded, runs or has someone waiting, by machine and model.
    static List<Strip> of(EngineSnapshot snapshot) {
        return snapshot.fleet().models().values().stream()
                .flatMap(List::stream)
                .filter(holder -> isShown(snapshot, holder))
                .map(holder -> of(snapshot, holder))
                .sorted(BY_PLACE)
                .toList();
    }

    private static boolean isShown(EngineSnapshot snapshot, Holder holder) {
        InstanceLoad load = snapshot.load(holder.instance());
        boolean ready = holder.serves() && holder.model().resident() != null;
        return ready || load.running() > 0 || load.waiting() > 0;
    }

    private static Strip of(EngineSnapshot snapshot, Holder holder) {
        InstanceLoad load = snapshot.load(holder.instance());
        String state = holder.serves()
                ? ""
                : holder.node().state().serves()
                        ? holder.upstream().state().label()
                        : holder.node().state().label();
        String waits = waits(snapshot, holder, load);
        return new Strip(
                holder.instance(),
                ModelName.shortened(holder.model().name()),
                holder.node().name(),
                state.isEmpty() || waits.isEmpty() ? state + waits : state + " · " + waits,
                load.running(),
                Math.max(holder.model().slots(), load.running()),
                load.waiting());
    }

    private static String waits(EngineSnapshot snapshot, Holder holder, InstanceLoad load) {
        if (load.waiting() == 0) {
            return "";
        }
        String eta = LiveRow.eta(nextEta(snapshot, holder).orElse(load.secondsUntilFree()));
        return load.waiting() == 1 ? "1 waits " + eta : load.waiting() + " wait, next " + eta;
    }

    /// The shortest predicted wait of those planned for that machine who want that model.
    private static OptionalDouble nextEta(EngineSnapshot snapshot, Holder holder) {
        ModelRef model = holder.model().ref();
        return snapshot.live().stream()
                .filter(request -> wants(request, model))
                .map(request -> snapshot.places().get(request.id()))
                .filter(place -> place != null
                        && place.plannedNode().equals(holder.node().name()))
                .mapToDouble(WaitingPlace::etaSeconds)
                .min();
    }

    private static boolean wants(RequestTrace request, ModelRef model) {
        return !request.askedModel().isBlank()
                && ModelRef.of(request.askedModel()).equals(model);
    }
}
