package dev.herd.app.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.SampleMachine;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.ModelRef;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelHuesTest {
    private static FleetSnapshot fleet(SampleMachine... machines) {
        var fleets = new Fleets();
        for (SampleMachine machine : machines) {
            fleets.machine(machine);
        }
        return fleets.now().fleet();
    }

    private static SampleMachine holding(String name, String... models) {
        var machine = SampleMachine.named(name);
        for (String model : models) {
            machine.holds(model, 4, 4096, 1);
        }
        return machine;
    }

    private static int hue(ModelHues hues, String model) {
        return hues.of(ModelRef.of(model));
    }

    @Test
    void givesAModelOneColourOnAllMachines() {
        ModelHues hues = ModelHues.NONE.after(fleet(holding("A", "x", "y"), holding("B", "y")));

        assertThat(hues.numbers()).hasSize(2);
        assertThat(hue(hues, "x")).isNotEqualTo(hue(hues, "y"));
    }

    @Test
    void givesEightModelsEightColours() {
        String[] models =
                IntStream.range(0, ModelHues.COUNT).mapToObj(i -> "model-" + i).toArray(String[]::new);

        assertThat(ModelHues.NONE.after(fleet(holding("A", models))).numbers().values())
                .doesNotHaveDuplicates()
                .allMatch(hue -> hue >= 1 && hue <= ModelHues.COUNT);
    }

    @Test
    void keepsAColourWhenOthersComeAndGo() {
        ModelHues first = ModelHues.NONE.after(fleet(holding("A", "m")));
        ModelHues later = first.after(fleet(holding("A", "a", "b", "m", "z")));
        ModelHues unloaded = later.after(fleet(holding("A", "a").has("m").has("z")));

        assertThat(hue(later, "m")).isEqualTo(hue(first, "m"));
        assertThat(hue(unloaded, "m")).isEqualTo(hue(first, "m"));
        assertThat(hue(unloaded, "z")).isEqualTo(hue(later, "z"));
    }

    @Test
    void sharesColoursOnlyWhenThereAreMoreModelsThanColours() {
        String[] nine = IntStream.range(0, 9).mapToObj(i -> "model-" + i).toArray(String[]::new);

        assertThat(ModelHues.NONE.after(fleet(holding("A", nine))).numbers().values())
                .hasSize(9)
                .containsOnlyOnce(2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void prefersAColourThatNothingInMemoryHas() {
        String[] eight = IntStream.range(0, 8).mapToObj(i -> "model-" + i).toArray(String[]::new);
        ModelHues full = ModelHues.NONE.after(fleet(holding("A", eight)));
        SampleMachine gone = SampleMachine.named("A").holds("new", 4, 4096, 1);
        for (String model : eight) {
            if (model.equals("model-5")) {
                gone.has(model);
            } else {
                gone.holds(model, 4, 4096, 1);
            }
        }

        assertThat(hue(full.after(fleet(gone)), "new")).isEqualTo(hue(full, "model-5"));
    }

    @Test
    void forgetsModelsThatNoMachineHasAnyMore() {
        ModelHues hues = ModelHues.NONE.after(fleet(holding("A", "x", "y"))).after(fleet(holding("A", "y")));

        assertThat(hues.numbers()).containsOnlyKeys(ModelRef.of("y"));
    }

    @Test
    void isTheSameWhenNothingChanged() {
        ModelHues hues = ModelHues.NONE.after(fleet(holding("A", "x")));

        assertThat(hues.after(fleet(holding("A", "x")))).isSameAs(hues);
    }
}
