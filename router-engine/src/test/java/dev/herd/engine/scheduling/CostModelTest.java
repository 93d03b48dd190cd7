package dev.herd.engine.scheduling;

import static dev.herd.engine.testing.FleetBuilder.able;
import static dev.herd.engine.testing.FleetBuilder.model;
import static dev.herd.engine.testing.FleetBuilder.onDisk;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.placement.CostTerms;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.testing.FleetBuilder;
import dev.herd.engine.testing.TicketBuilder;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CostModelTest {
    private static final InstanceRates RATES = new InstanceRates(1000, 50, -1, 200, 9);

    private static CostTerms cost(TicketBuilder ticket, UpstreamKind kind, HostedModel model, InstanceRates rates) {
        var fleet = FleetBuilder.aFleet().node("a").speaks(kind).has(model).build();
        var state = new InstanceState(fleet.holders(model.ref()).getFirst());
        state.rates = rates;
        return CostModel.cost(ticket.at(Play.START), state, 2.5);
    }

    private static CostTerms onOllama(TicketBuilder ticket, HostedModel model) {
        return cost(ticket, UpstreamKind.OLLAMA, model, RATES);
    }

    @Test
    void addsUpQueueAndServiceAndLoad() {
        CostTerms terms = onOllama(ticket("a").prompt(3000), onDisk("m"));

        assertThat(terms.queue()).isEqualTo(2.5);
        assertThat(terms.service()).as("3,000 / 1,000 + 200 / 50").isEqualTo(7);
        assertThat(terms.load()).as("1 s, and 4 GB at 2 GB/s").isEqualTo(3);
        assertThat(terms.total()).isEqualTo(12.5);
    }

    @Test
    void expectsNoLongerAnswerThanTheRequestAllows() {
        assertThat(onOllama(ticket("a").limit(50), model("m")).service()).isEqualTo(1);
        assertThat(onOllama(ticket("a").limit(5000), model("m")).service()).isEqualTo(4);
        assertThat(onOllama(ticket("a").limit(0), model("m")).service()).isEqualTo(4);
    }

    @Test
    void expectsNoAnswerOfAnEmbedder() {
        HostedModel embedder = able("m", Set.of("embedding"));

        assertThat(onOllama(ticket("a").prompt(500), embedder).service()).isEqualTo(0.5);
    }

    @Test
    void takesTheMeasuredLoadForTheEstimatedOne() {
        InstanceRates measured = new InstanceRates(1000, 50, 11, 200, 9);

        assertThat(cost(ticket("a"), UpstreamKind.OLLAMA, onDisk("m"), measured).load())
                .isEqualTo(11);
        assertThat(cost(ticket("a"), UpstreamKind.OLLAMA, model("m"), measured).load())
                .isZero();
    }

    @Test
    void loadsAnewWhereTheWindowIsTooSmallAndTheServerDoesThat() {
        assertThat(onOllama(ticket("a").window(8192), model("m")).load()).isZero();
        assertThat(onOllama(ticket("a").window(8193), model("m")).load()).isEqualTo(3);
        assertThat(cost(ticket("a").window(8193), UpstreamKind.OPENAI, model("m"), RATES)
                        .load())
                .isZero();
    }

    @Test
    void loadsWhatAServerSaysIsNotLoadedWhateverItSpeaks() {
        assertThat(cost(ticket("a"), UpstreamKind.OPENAI, onDisk("m"), RATES).load())
                .isEqualTo(3);
    }
}
