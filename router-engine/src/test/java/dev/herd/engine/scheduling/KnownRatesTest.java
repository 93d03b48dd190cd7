package dev.herd.engine.scheduling;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.learning.Hardware;
import dev.herd.engine.learning.Knowledge;
import dev.herd.engine.learning.Learned;
import dev.herd.engine.learning.Observation;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.Ticket;
import org.junit.jupiter.api.Test;

/// When rates are asked anew.
class KnownRatesTest {
    private final Counting knowledge = new Counting();
    private final InstanceState instance = instance();

    private InstanceState instance() {
        Instances instances = new Instances(knowledge);
        instances.update(aFleet().node("a").has("m").build(), Play.START);
        return instances.of(ModelRef.of("m")).getFirst();
    }

    private int asked() {
        int before = knowledge.asked;
        instance.rates(100);
        return knowledge.asked - before;
    }

    @Test
    void asksOnceForEachContextAndVersion() {
        assertThat(asked()).isOne();
        assertThat(asked()).isZero();
        instance.rates(200);
        assertThat(asked()).isOne();
        knowledge.version++;
        assertThat(asked()).isOne();
        assertThat(asked()).isZero();
    }

    @Test
    void hearsOfWhatItsMachineLearnsWhereItIsAssumed() {
        asked();
        instance.machine.learned(false);

        assertThat(asked()).isOne();
        assertThat(asked()).isZero();
    }

    @Test
    void hearsOnlyOfWhatChangesAllWhereItIsMeasured() {
        knowledge.samples = 3;
        asked();

        instance.machine.learned(false);
        assertThat(asked()).isZero();
        instance.machine.learned(true);
        assertThat(asked()).isOne();
        instance.known().forgetAssumed();
        assertThat(asked()).isZero();
        instance.known().forget();
        assertThat(asked()).isOne();
    }

    @Test
    void hearsOfItsModelElsewhereWhereItIsAssumed() {
        asked();
        instance.known().forgetAssumed();

        assertThat(asked()).isOne();
    }

    @Test
    void tellsTheFaithInWhatItLastAnswered() {
        knowledge.samples = 3;

        assertThat(instance.known().faith()).isEqualTo(InstanceRates.PRIOR.faith());
        assertThat(instance.rates(100).faith()).isEqualTo(instance.known().faith());
    }

    /// Counts how often it is asked.
    private static final class Counting implements Knowledge {
        private int asked;
        private int samples;
        private long version;

        @Override
        public InstanceRates rates(Holder holder, int contextTokens) {
            asked++;
            return new InstanceRates(100, 10, -1, 0.5, samples);
        }

        @Override
        public double answerTokens(Ticket ticket, Holder holder) {
            return 1;
        }

        @Override
        public boolean trustsCache(Holder holder) {
            return true;
        }

        @Override
        public void learn(Observation answer) {}

        @Override
        public Learned learned() {
            return Learned.NOTHING;
        }

        @Override
        public long version() {
            return version;
        }

        @Override
        public void assume(NodeId node, Hardware hardware) {}
    }
}
