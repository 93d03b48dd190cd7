package dev.herd.engine.scheduling;

import static dev.herd.engine.testing.FleetBuilder.able;
import static dev.herd.engine.testing.FleetBuilder.model;
import static dev.herd.engine.testing.FleetBuilder.onDisk;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.placement.CostTerms;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.testing.FixedKnowledge;
import dev.herd.engine.testing.FleetBuilder;
import dev.herd.engine.testing.TicketBuilder;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CostModelTest {
    private static final InstanceRates RATES = new InstanceRates(1000, 50, -1, 0, 1_000_000);

    private static CostTerms cost(TicketBuilder ticket, UpstreamKind kind, HostedModel model, InstanceRates rates) {
        var knowledge = new FixedKnowledge();
        knowledge.set(
                FleetBuilder.instance("a", "m"),
                rates.prefillTokensPerSecond(),
                rates.decodeTokensPerSecond(),
                rates.loadSeconds(),
                200);
        var instances = new Instances(knowledge);
        instances.update(FleetBuilder.aFleet().node("a").speaks(kind).has(model).build(), Play.START);
        var state = instances.of(model.ref()).getFirst();
        Ticket asked = ticket.at(Play.START);
        var around = new Surroundings(instances, new Demand(), knowledge, Play.START);
        return new CostModel(asked, around)
                .reckon(new Cost().at(state, LoadPlan.of(asked, state, around), 2.5, state.machine.all()))
                .terms();
    }

    private static CostTerms onOllama(TicketBuilder ticket, HostedModel model) {
        return cost(ticket, UpstreamKind.OLLAMA, model, RATES);
    }

    @Test
    void addsUpQueueAndServiceAndLoad() {
        CostTerms terms = onOllama(ticket("a").prompt(3000), onDisk("m"));

        assertThat(terms.queue()).isCloseTo(2.5, within(1e-4));
        assertThat(terms.service()).as("3,000 / 1,000 + 200 / 50").isCloseTo(7, within(1e-4));
        assertThat(terms.load()).as("1 s, and 4 GB at 2 GB/s").isCloseTo(3, within(1e-4));
        assertThat(terms.total()).isCloseTo(12.5, within(1e-4));
    }

    @Test
    void expectsNoLongerAnswerThanTheRequestAllows() {
        assertThat(onOllama(ticket("a").limit(50), model("m")).service()).isCloseTo(1, within(1e-4));
        assertThat(onOllama(ticket("a").limit(5000), model("m")).service()).isCloseTo(4, within(1e-4));
        assertThat(onOllama(ticket("a").limit(0), model("m")).service()).isCloseTo(4, within(1e-4));
    }

    @Test
    void expectsNoAnswerOfAnEmbedder() {
        HostedModel embedder = able("m", Set.of("embedding"));

        assertThat(onOllama(ticket("a").prompt(500), embedder).service()).isCloseTo(0.5, within(1e-4));
    }

    @Test
    void takesTheMeasuredLoadForTheEstimatedOne() {
        InstanceRates measured = new InstanceRates(1000, 50, 11, 0, 1_000_000);

        assertThat(cost(ticket("a"), UpstreamKind.OLLAMA, onDisk("m"), measured).load())
                .isCloseTo(11, within(1e-4));
        assertThat(cost(ticket("a"), UpstreamKind.OLLAMA, model("m"), measured).load())
                .isZero();
    }

    @Test
    void loadsAnewWhereTheWindowIsTooSmallAndTheServerDoesThat() {
        assertThat(onOllama(ticket("a").window(8192), model("m")).context()).isZero();
        assertThat(onOllama(ticket("a").window(8193), model("m")).context()).isCloseTo(3, within(1e-4));
        assertThat(cost(ticket("a").window(8193), UpstreamKind.OPENAI, model("m"), RATES)
                        .context())
                .isZero();
    }

    @Test
    void loadsWhatAServerSaysIsNotLoadedWhateverItSpeaks() {
        assertThat(cost(ticket("a"), UpstreamKind.OPENAI, onDisk("m"), RATES).load())
                .isCloseTo(3, within(1e-4));
    }
}
