package dev.herd.engine.testing;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.learning.Hardware;
import dev.herd.engine.learning.Knowledge;
import dev.herd.engine.learning.Learned;
import dev.herd.engine.learning.MemoryLaw;
import dev.herd.engine.learning.Observation;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.Ticket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Knows what it is told, for tests of decisions: what was not told is assumed. Measured speeds count as
/// certain, so that nothing is taken on trust, and one machine's requests do not slow each other down unless
/// that is said.
public final class FixedKnowledge implements Knowledge {
    private static final int CERTAIN = 1_000_000;

    private static final double ASSUMED_ANSWER = 256;

    private final Map<InstanceId, InstanceRates> rates = new HashMap<>();
    private final Map<InstanceId, Double> answers = new HashMap<>();

    /// What it was told to learn.
    public final List<Observation> observed = new ArrayList<>();

    private final MemoryLaw memory = new MemoryLaw();
    private double contention;
    private long version;

    /// @param answer expected tokens
    public void set(InstanceId instance, double prefill, double decode, double load, double answer) {
        rates.put(instance, new InstanceRates(prefill, decode, load, contention, CERTAIN));
        answers.put(instance, answer);
        version++;
    }

    /// How long a load takes.
    public void load(InstanceId instance, double seconds) {
        InstanceRates old = rates.getOrDefault(instance, new InstanceRates(500, 30, -1, contention, CERTAIN));
        rates.put(
                instance,
                new InstanceRates(
                        old.prefillTokensPerSecond(), old.decodeTokensPerSecond(), seconds, contention, old.samples()));
        version++;
    }

    /// By how much of its lone time each further request on a machine prolongs one.
    public void contention(double share) {
        contention = share;
        rates.replaceAll((instance, old) -> new InstanceRates(
                old.prefillTokensPerSecond(), old.decodeTokensPerSecond(), old.loadSeconds(), share, old.samples()));
        version++;
    }

    @Override
    public InstanceRates rates(Holder holder, int contextTokens) {
        return rates.getOrDefault(holder.instance(), new InstanceRates(500, 30, -1, contention, 0));
    }

    @Override
    public double answerTokens(Ticket ticket, Holder holder) {
        return answers.getOrDefault(holder.instance(), ASSUMED_ANSWER);
    }

    @Override
    public boolean trustsCache(Holder holder) {
        return true;
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
    public void learn(Observation answer) {
        observed.add(answer);
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public Learned learned() {
        return Learned.NOTHING;
    }

    @Override
    public void assume(NodeId node, Hardware hardware) {}
}
