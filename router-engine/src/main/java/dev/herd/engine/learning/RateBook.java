package dev.herd.engine.learning;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.Variant;
import dev.herd.engine.placement.Accuracy;
import dev.herd.engine.placement.Expectation;
import dev.herd.engine.placement.Footprint;
import dev.herd.engine.placement.Insight;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.Ticket;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Learns each instance's rates and the lengths of answers from the answers that were given. Confined to one
/// thread at a time.
///
/// Rates are those of an instance that has its machine for itself: what was measured beside others is
/// corrected by the machine's contention, which is learned from the difference. What was never measured is
/// inferred from the machine's other models and the model's other machines, and from the machine's kind until
/// there is anything.
public final class RateBook implements Knowledge {
    private static final double LEAST_CONTENTION_WEIGHT = 0.1;

    /// Beside less than this on the average, an answer tells nothing about contention.
    private static final double BESIDE_ENOUGH = 0.3;

    /// Beyond it, something else slowed the machine down.
    static final double MOST_CONTENTION = 2;

    private final Bounded<Learned.Place, Speeds> book = new Bounded<>();
    private final Bounded<NodeId, Estimate> contention = new Bounded<>();
    private final Machines machines = new Machines();
    private final Lengths lengths = new Lengths();
    private final Contexts contexts = new Contexts();
    private final MemoryLaw memory = new MemoryLaw();
    private final Paces paces = new Paces();
    private final Bounded<InstanceId, Predictions> predictions = new Bounded<>();
    private long version;

    /// Knows nothing yet.
    public RateBook() {}

    /// Goes on from what was learned before.
    public RateBook(Learned before) {
        before.instances().forEach((place, of) -> {
            book.put(place, Speeds.of(of));
            paces.restore(place, ColdSpeed.of(of.cold()));
        });
        before.predictions().forEach(predictions::put);
        before.machines().forEach((node, of) -> {
            if (of.contention().count() > 0) {
                contention.put(node, of.contention());
            }
            machines.restore(node, of.decode(), of.prefill());
        });
        before.models().forEach((model, of) -> {
            machines.restore(model, of.decode(), of.prefill());
            if (of.answer().count() > 0) {
                lengths.models().put(model, of.answer());
            }
        });
        before.answers().forEach(lengths.clients()::put);
        before.contexts().forEach(contexts::restore);
        before.thoughts().forEach(contexts.thoughts()::put);
        memory.restore(before.memory());
    }

    @Override
    public InstanceRates rates(Holder holder, int contextTokens) {
        return rates(holder, Learned.Place.of(holder), contextTokens);
    }

    @Override
    public InstanceRates rates(Holder holder, Learned.Place place, int contextTokens) {
        Speeds speeds = book.getOrDefault(place, Speeds.UNKNOWN);
        double decode = speeds.decodeRate(contextTokens);
        double prefill = speeds.prefillRate();
        if (decode <= 0 || prefill <= 0) {
            Machines.Rates inferred = machines.rates(holder, place.model());
            decode = decode > 0 ? decode : inferred.decode();
            prefill = prefill > 0 ? prefill : inferred.prefill();
        }
        double share = paces.share(holder, place);
        return new InstanceRates(
                share * prefill,
                share * decode,
                speeds.load().or(-1),
                contention(holder),
                Math.max(speeds.decode().count(), speeds.prefill().count()),
                share);
    }

    private static double assumedContention(Holder holder) {
        return InstanceRates.assumedContention(holder.model().slots());
    }

    private double contention(Holder holder) {
        return contention.getOrDefault(holder.node().id(), Estimate.NONE).or(assumedContention(holder));
    }

    @Override
    public double answerTokens(Ticket ticket, Holder holder) {
        return lengths.expected(ticket, holder.variant());
    }

    @Override
    public Footprint footprint(Ticket ticket, Holder holder, Instant at) {
        return contexts.footprint(ticket, holder, answerTokens(ticket, holder), at);
    }

    @Override
    public Map<ModelRef, Integer> recommendedWindows(Instant at) {
        return contexts.recommended(at);
    }

    @Override
    public boolean trustsCache(Holder holder) {
        return book.getOrDefault(Learned.Place.of(holder), Speeds.UNKNOWN)
                .cache()
                .holds();
    }

    @Override
    public long memoryBytes(Holder holder, int window) {
        return memory.bytes(holder.upstream().id(), holder.model(), window);
    }

    @Override
    public long leastMemoryBytes(Holder holder, int window) {
        return memory.leastBytes(holder.upstream().id(), holder.model(), window);
    }

    @Override
    public void loaded(Holder holder) {
        memory.loaded(holder.upstream().id(), holder.model());
    }

    @Override
    public Learned learned() {
        Map<Learned.Place, Learned.Instance> instances = new LinkedHashMap<>();
        book.forEach((place, speeds) ->
                instances.put(place, speeds.value(paces.cold(place).value())));
        Map<NodeId, Learned.Machine> byNode = new LinkedHashMap<>();
        for (NodeId node : List.copyOf(machines.nodes())) {
            Estimate crowded = contention.getOrDefault(node, Estimate.NONE);
            byNode.put(node, new Learned.Machine(crowded, machines.decode(node), machines.prefill(node)));
        }
        Map<Variant, Learned.Model> byModel = new LinkedHashMap<>();
        for (Variant model : List.copyOf(machines.models())) {
            byModel.put(model, new Learned.Model(machines.decode(model), machines.prefill(model), lengths.of(model)));
        }
        return new Learned(
                instances,
                byNode,
                byModel,
                lengths.clients(),
                contexts.kept(),
                contexts.thoughts(),
                memory.measured(),
                predictions);
    }

    @Override
    public Insight insight() {
        Map<InstanceId, Accuracy> accuracies = new LinkedHashMap<>();
        predictions.forEach((instance, of) -> accuracies.put(instance, of.accuracy()));
        return new Insight(accuracies, paces.slowdowns());
    }

    @Override
    public void passed(Instant at) {
        Map<Learned.Place, Speeds> before = paces.passed(at);
        if (!before.isEmpty()) {
            before.forEach(this::recover);
            version++;
        }
    }

    /// A slow time is over: its rates are as they were before.
    private void recover(Learned.Place place, Speeds before) {
        book.computeIfPresent(place, (same, slow) -> slow.asBefore(before));
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public void assume(NodeId node, Hardware hardware) {
        machines.assume(node, hardware);
        version++;
    }

    @Override
    public void learn(Observation answer) {
        Holder holder = answer.holder();
        Measured measured = Measured.of(answer.answer());
        compare(answer);
        Speeds speeds = pace(answer, measured);
        if (!paces.isSlow(holder)) {
            learnContention(answer, measured, speeds);
        }
        double crowd = (1 + contention(holder) * answer.beside()) / answer.speed();
        double decode = measured.decodeRate() * crowd;
        int context = answer.ticket().promptTokens();
        double share = 1 / (1 + answer.beside());
        if (decode > 0) {
            speeds = speeds.decoded(decode, context, share);
        }
        double prefill = 0;
        if (measured.prefillSeconds() > 0) {
            double rate = measured.uncached() / measured.prefillSeconds() * crowd;
            boolean toldCached = answer.answer().usage().cached() > 0;
            if (answer.believedCached() > 0 && !toldCached && measured.loadSeconds() == 0) {
                speeds = speeds.prefillRate() == 0 ? speeds : speeds.cached(wasCached(answer, rate, speeds));
            } else {
                Speeds learned = speeds.prefilled(rate, measured.loadSeconds() > 0 || toldCached, share);
                prefill = learned.equals(speeds) ? 0 : rate;
                speeds = learned;
            }
        }
        if (measured.loadSeconds() > 0) {
            speeds = speeds.loaded(measured.loadSeconds());
        }
        book.put(Learned.Place.of(holder), speeds);
        double pace = paces.share(holder.node().id());
        machines.learn(holder, decode / pace, prefill / pace);
        lengths.learn(answer.ticket(), holder.variant(), answer.answer());
        contexts.learn(answer);
    }

    /// Holds an answer against what was predicted of it.
    private void compare(Observation answer) {
        Expectation expected = answer.expected();
        if (expected != null) {
            Predictions old = predictions.getOrDefault(answer.holder().instance(), Predictions.NONE);
            predictions.put(answer.holder().instance(), old.with(expected, answer.answer()));
        }
    }

    /// Follows the machine's pace.
    ///
    /// @return what was known of the instance before this answer
    private Speeds pace(Observation answer, Measured measured) {
        Learned.Place place = Learned.Place.of(answer.holder());
        Speeds now = book.getOrDefault(place, Speeds.UNKNOWN);
        paces.follow(new Paces.Answer(answer, measured.decodeRate(), contention(answer.holder())), now)
                .forEach(this::recover);
        return book.getOrDefault(place, Speeds.UNKNOWN);
    }

    /// Whether the prompt was read as fast as it would be with at least half of the believed part in the
    /// cache.
    private static boolean wasCached(Observation answer, double apparentRate, Speeds speeds) {
        int tokens = answer.answer().usage().prompt();
        double read = tokens * speeds.prefillRate() / apparentRate;
        return read <= tokens - answer.believedCached() / 2.0;
    }

    private void learnContention(Observation answer, Measured measured, Speeds speeds) {
        double alone = speeds.decodeRate(answer.ticket().promptTokens());
        if (answer.beside() < BESIDE_ENOUGH || alone == 0 || measured.decodeRate() == 0) {
            return;
        }
        double slowed = alone * answer.speed() / measured.decodeRate();
        double sample = Math.clamp((slowed - 1) / answer.beside(), 0, MOST_CONTENTION);
        NodeId node = answer.holder().node().id();
        Estimate known = contention.getOrDefault(node, new Estimate(assumedContention(answer.holder()), 1));
        contention.put(node, known.with(sample, LEAST_CONTENTION_WEIGHT));
    }
}
