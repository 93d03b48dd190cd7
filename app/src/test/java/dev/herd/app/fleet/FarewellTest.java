package dev.herd.app.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.SampleMachine;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.UpstreamState;
import java.util.List;
import org.junit.jupiter.api.Test;

class FarewellTest {
    @Test
    void namesWorkAndModelsThatAreLost() {
        Farewell farewell =
                Farewell.of(SampleMachine.named("Mini").server(), Fleets.four().now());

        assertThat(farewell.question()).isEqualTo("Forget Mini?");
        assertThat(farewell.losses())
                .containsExactly(
                        "Herd sends nothing to http://mini.local:11434 any more, and does not look for it when it"
                                + " starts.",
                        "1 request runs there now.",
                        "No other server has nomic-embed-text: it is gone from the fleet.",
                        "Its name, its slots and what Herd has learned of its speed are lost. The models on its disk"
                                + " and past requests stay.");
    }

    @Test
    void saysNothingOfModelsThatOthersHave() {
        var one = SampleMachine.named("A").has("x");
        var other = SampleMachine.named("B").has("x");

        assertThat(Farewell.of(
                                one.server(),
                                new Fleets().machine(one).machine(other).now())
                        .losses())
                .noneMatch(loss -> loss.contains("No other server"));
    }

    @Test
    void countsModelsThatAreTooManyToName() {
        var machine = SampleMachine.named("A")
                .has("a")
                .has("b")
                .has("c")
                .has("d")
                .has("e")
                .has("f");

        assertThat(Farewell.of(machine.server(), new Fleets().machine(machine).now())
                        .losses())
                .contains("No other server has a, b, c, d and 2 more: they are gone from the fleet.");
    }

    @Test
    void asksForTheServerWhereTheMachineHasOthers() {
        var second = new Upstream(
                UpstreamId.parse("127.0.0.1:1234"), UpstreamKind.OPENAI, UpstreamState.UP, "", "", true, List.of());
        var machine = SampleMachine.named("Laptop").herd().beside(second);

        assertThat(Farewell.of(second.id(), new Fleets().machine(machine).now()).question())
                .isEqualTo("Forget 127.0.0.1:1234?");
    }
}
