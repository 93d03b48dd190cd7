package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.Pin;
import dev.herd.engine.placement.PinStatus;
import dev.herd.engine.placement.PinStatus.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Keeps pinned models in memory.
///
/// Each pin has a place: the named machine, else where the model is loaded, else where it costs least to have it. The
/// place's memory is the pin's from then on, whether the model is there already or not, and the model is nobody's
/// victim. What is not in memory is loaded: one load at a time on a machine, with idle models out of the way first,
/// never behind one that works; after a failure later and later. Pins that are in memory come first, then the others in
/// the order in which they were made: one for which those before it leave no room gets none.
final class Pinning {
    /// Servers say "for ever" as a moment in centuries; what ends earlier is asked for again.
    private static final Duration FOR_EVER = Duration.ofDays(1);

    /// Who waits for something without an appointment is looked at so often.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /// A server that has been asked to keep a model shows it at its next inventory.
    private static final Duration ASK_AGAIN = Duration.ofSeconds(30);

    /// A pinned model is going to be asked often: that many typical requests count beside its load.
    private static final int TYPICAL_REQUESTS = 10;

    private static final int TYPICAL_PROMPT = 500;
    private static final int TYPICAL_ANSWER = 250;

    private final Map<Pin, PinCare> cares = new LinkedHashMap<>();
    private final Map<InstanceState, Instant> asked = new LinkedHashMap<>();
    private List<PinStatus> told = List.of();
    private long version;
    private Instant next = Instant.MAX;

    /// Begins a load, and gives it a number.
    interface Loader {
        void begin(InstanceState instance, LoadPlan plan, Effect.Why why);
    }

    /// Whether every pinned model is in memory, so that only a change of the fleet can give it something to do.
    boolean isContent() {
        return (cares.isEmpty() && told.isEmpty() && next.equals(Instant.MAX)) || hasAllLoaded();
    }

    private boolean hasAllLoaded() {
        return told.size() == cares.size()
                && told.stream().allMatch(status -> status.phase() == Phase.LOADED)
                && next.equals(Instant.MAX);
    }

    void pin(Pin pin, Instant at) {
        cares.computeIfAbsent(pin, wanted -> new PinCare(wanted, at));
    }

    void unpin(Pin pin) {
        PinCare care = cares.remove(pin);
        if (care != null) {
            free(care);
        }
    }

    /// When to look again; the end of time when there is nothing to look for.
    Instant next() {
        return next;
    }

    /// Why a pin cannot be kept, with the sum for each machine; empty when it can, or when that is not known.
    String objection(Pin pin, Instances instances) {
        if (cares.containsKey(pin)) {
            return "";
        }
        List<InstanceState> candidates = candidates(pin, instances);
        boolean hopeless = !candidates.isEmpty()
                && candidates.stream().noneMatch(each -> LoadPlan.misfit(each).isEmpty());
        return hopeless
                ? candidates.stream()
                        .map(each -> each.holder.node().name() + ": " + LoadPlan.misfit(each))
                        .distinct()
                        .collect(Collectors.joining("; "))
                : "";
    }

    /// Finds each pin's place and keeps its memory for it.
    void settle(Surroundings around) {
        around.instances().machines().forEach(machine -> machine.kept = List.of());
        cares.values().forEach(Pinning::free);
        List<PinCare> loadedFirst = cares.values().stream()
                .sorted(Comparator.comparing((PinCare care) -> !isHere(care)))
                .toList();
        for (PinCare care : loadedFirst) {
            care.place = place(care, around);
            keep(care);
        }
    }

    private static void free(PinCare care) {
        if (care.place != null) {
            care.place.pinned = false;
        }
    }

    /// Names of the same weights have one runner, whose memory is kept once.
    private static void keep(PinCare care) {
        InstanceState place = care.place;
        if (place == null) {
            return;
        }
        if (!place.isKept()) {
            List<InstanceState> kept = new ArrayList<>(place.machine.kept);
            kept.add(place);
            place.machine.kept = List.copyOf(kept);
        }
        place.pinned = true;
    }

    private static List<InstanceState> candidates(Pin pin, Instances instances) {
        return instances.of(pin.model()).stream()
                .filter(each -> each.holder.upstream().kind() == UpstreamKind.OLLAMA)
                .filter(each -> pin.node() == null
                        || pin.node().equals(each.holder.node().id()))
                .toList();
    }

    private static @Nullable InstanceState place(PinCare care, Surroundings around) {
        List<InstanceState> candidates = candidates(care.pin, around.instances()).stream()
                .filter(each -> LoadPlan.misfit(each).isEmpty())
                .toList();
        Comparator<InstanceState> order = Comparator.comparing((InstanceState each) -> !isHere(each, care.pin))
                .thenComparing(each -> !each.isComing() || !each.holder.serves())
                .thenComparing(each -> !objection(each, around).isEmpty())
                .thenComparing(care::failedOn)
                .thenComparing(each -> !Objects.equals(each, care.place))
                .thenComparing(each -> each.machine.condition.personal())
                .thenComparingDouble(each -> price(each, around))
                .thenComparing(each -> each.holder.instance().toString());
        return candidates.stream().min(order).orElse(null);
    }

    private static boolean isHere(PinCare care) {
        return care.place != null && isHere(care.place, care.pin);
    }

    /// Whether the model is loaded where its pin can be content with it: work for any machine does not reach a paused
    /// one.
    private static boolean isHere(InstanceState each, Pin pin) {
        return each.resident() != null && (each.holder.serves() || pin.node() != null);
    }

    /// Why nothing can be loaded there now, empty when it can, maybe after some waiting.
    private static String objection(InstanceState instance, Surroundings around) {
        Holder holder = instance.holder;
        if (!holder.upstream().state().serves()) {
            return holder.node().name() + " is " + holder.upstream().state().label();
        }
        if (!holder.node().state().serves()) {
            return holder.node().name() + " is " + holder.node().state().label();
        }
        return LoadPlan.toHave(instance, around).objection();
    }

    /// Seconds for having it there.
    private static double price(InstanceState instance, Surroundings around) {
        LoadPlan plan = LoadPlan.toHave(instance, around);
        InstanceRates rates = instance.rates();
        double request = TYPICAL_PROMPT / rates.prefillTokensPerSecond()
                + TYPICAL_ANSWER / rates.decodeTokensPerSecond() / instance.machine.condition.speed();
        return plan.loadSeconds() + plan.evictionSeconds() + TYPICAL_REQUESTS * request;
    }

    /// Begins what can be loaded, and tells what has changed.
    void look(Surroundings around, Loader loader, List<Effect> effects) {
        next = Instant.MAX;
        asked.keySet().removeIf(each -> !each.pinned);
        cares.values().forEach(care -> look(care, around, loader));
        List<PinStatus> now = cares.values().stream().map(PinCare::status).toList();
        if (!now.equals(told)) {
            told = now;
            effects.add(new Effect.Pins(++version, now));
        }
    }

    private void look(PinCare care, Surroundings around, Loader loader) {
        Instant at = around.at();
        InstanceState place = care.place;
        if (place == null) {
            nowhere(care, around);
        } else if (place.resident() != null) {
            care.loaded(at);
            keepForEver(place, at, loader);
        } else if (place.isComing()) {
            care.show(Phase.LOADING, "", at);
        } else {
            care.absent(place, at);
            load(care, place, around, loader);
        }
    }

    private static void nowhere(PinCare care, Surroundings around) {
        String sums = candidates(care.pin, around.instances()).stream()
                .map(each -> each.holder.node().name() + ": " + LoadPlan.misfit(each))
                .distinct()
                .collect(Collectors.joining("; "));
        if (sums.isEmpty()) {
            NodeId node = care.pin.node();
            care.show(
                    Phase.WAITING,
                    node == null ? "no Ollama has it" : node + " has no Ollama that has it",
                    around.at());
        } else {
            care.show(Phase.FAILING, sums, around.at());
        }
    }

    private void load(PinCare care, InstanceState place, Surroundings around, Loader loader) {
        Instant at = around.at();
        String rests = care.rests(at);
        if (!rests.isEmpty()) {
            care.show(Phase.FAILING, rests, at);
            lookAt(care.notBefore());
            return;
        }
        String objection = objection(place, around);
        if (!objection.isEmpty()) {
            care.show(Phase.WAITING, objection, at);
            return;
        }
        LoadPlan plan = LoadPlan.toHave(place, around);
        if (plan.waitSeconds() > 0) {
            boolean loads = place.machine.loadingSeconds(place, at) > 0;
            String node = place.holder.node().name();
            care.show(
                    Phase.WAITING,
                    loads ? "another model is being loaded on " + node : "what works on " + node + " has to end first",
                    at);
            lookAt(at.plus(LOOK_AGAIN));
            return;
        }
        loader.begin(place, plan, Effect.Why.PIN);
        care.show(Phase.LOADING, "", at);
    }

    /// A model that somebody else loaded, or that was there before it was pinned, leaves by the server's own clock.
    private void keepForEver(InstanceState place, Instant at, Loader loader) {
        Residency resident = place.resident();
        Instant end = resident == null ? null : resident.expiresAt();
        boolean ends = end != null && end.isBefore(at.plus(FOR_EVER));
        Instant again = asked.getOrDefault(place, Instant.MIN);
        if (!ends || place.isComing() || !place.holder.upstream().state().serves()) {
            return;
        }
        if (at.isBefore(again)) {
            lookAt(again);
            return;
        }
        asked.put(place, at.plus(ASK_AGAIN));
        loader.begin(place, LoadPlan.NOTHING, Effect.Why.PIN);
    }

    private void lookAt(Instant moment) {
        next = moment.isBefore(next) ? moment : next;
    }

    /// A load has ended.
    ///
    /// @param failure empty when the server says that it is loaded
    void ended(InstanceState instance, String failure, Instant at) {
        for (PinCare care : cares.values()) {
            boolean failed = instance.equals(care.place) && instance.resident() == null;
            if (failed) {
                care.failed(instance, failure.isEmpty() ? "the server did not keep it in memory" : failure, at);
            }
        }
    }
}
