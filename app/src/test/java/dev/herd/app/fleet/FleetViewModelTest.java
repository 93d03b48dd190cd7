package dev.herd.app.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.SampleMachine;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.EngineState;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.signal.Heat;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetViewModelTest {
    private static FleetViewModel of(EngineSnapshot snapshot) {
        return FleetViewModel.of(snapshot, ModelHues.NONE.after(snapshot.fleet()), UnderWay.NOTHING);
    }

    private static Machine only(SampleMachine machine) {
        return of(new Fleets().machine(machine).now()).machines().getFirst();
    }

    @Test
    void tellsAnEmptyFleetFromOneThatIsBeingLookedFor() {
        assertThat(of(Fleets.empty()).phase()).isEqualTo(FleetViewModel.Phase.EMPTY);
        assertThat(of(new Fleets().state(EngineState.STARTING).now()).phase()).isEqualTo(FleetViewModel.Phase.LOOKING);
        assertThat(of(Fleets.four().now()).phase()).isEqualTo(FleetViewModel.Phase.MACHINES);
    }

    @Test
    void putsThisHerdFirstAndTheOthersByName() {
        assertThat(of(Fleets.four().now()).machines())
                .extracting(Machine::name)
                .containsExactly("Studio", "MacBook Pro", "Mini", "Tower");
    }

    @Test
    void prefersATableBeyondSixMachines() {
        assertThat(of(Fleets.many(6).now()).isLarge()).isFalse();
        assertThat(of(Fleets.many(7).now()).isLarge()).isTrue();
    }

    @Test
    void countsTheSlotsOfWhatIsInMemory() {
        Machine studio = of(Fleets.four().now()).machines().getFirst();

        assertThat(studio.work().runningValue()).isEqualTo("2");
        assertThat(studio.work().runningUnit()).isEqualTo("of 4 slots");
        assertThat(studio.work().runningOfSlots()).isEqualTo("2 of 4");
    }

    @Test
    void countsTheSlotsOfAnyOneModelWhenNoneIsInMemory() {
        assertThat(only(SampleMachine.named("Tower").has("a").has("b")).work().slots())
                .isEqualTo(2);
    }

    @Test
    void neverShowsMoreRequestsThanSlots() {
        var machine = SampleMachine.named("Mini").holds("a", 4, 4096, 2);

        Machine shown = of(new Fleets()
                        .machine(machine)
                        .load(machine.instance("a-model-that-is-not-listed-any-more"), 3, 0, 0)
                        .now())
                .machines()
                .getFirst();

        assertThat(shown.work().running()).isEqualTo(3);
        assertThat(shown.work().slots()).isEqualTo(3);
    }

    @Test
    void saysWhenTheNextSlotIsFree() {
        Work studio = of(Fleets.four().now()).machines().getFirst().work();

        assertThat(studio.waitingValue()).isEqualTo("1");
        assertThat(studio.waitingUnit()).isEqualTo("· 4 s");
        assertThat(studio.waitingCaption()).isEqualTo("waiting, next slot");
    }

    @Test
    void saysThatNothingIsGenerated() {
        Work tower = of(Fleets.four().now()).machines().getLast().work();

        assertThat(tower.speedValue()).isEqualTo("–");
        assertThat(tower.speedUnit()).isEmpty();
        assertThat(tower.speedCaption()).isEqualTo("tokens/s");
    }

    @Test
    void stacksMemoryByModelAndShowsTheRestAsOthers() {
        MemoryLine memory = only(SampleMachine.named("Studio")
                        .holds("llama3.3:70b", 42, 32_768, 2)
                        .holds("nomic-embed-text:latest", 1, 2048, 1)
                        .memory(79, 128))
                .memory();

        assertThat(memory.models())
                .extracting(MemoryLine.Part::name)
                .containsExactly("llama3.3:70b", "nomic-embed-text");
        assertThat(memory.others()).isEqualTo((79L << 30) - 43_000_000_000L);
        assertThat(memory.text()).isEqualTo("79 of 128 GB");
        assertThat(memory.tight()).isFalse();
    }

    @Test
    void outlinesMemoryThatIsShort() {
        MemoryLine memory = only(SampleMachine.named("Laptop").memory(57, 64)).memory();

        assertThat(memory.tight()).isTrue();
        assertThat(memory.text()).isEqualTo("57 of 64 GB · tight");
    }

    @Test
    void countsMappedWeightsAsUsed() {
        MemoryLine memory = only(SampleMachine.named("Linux")
                        .holds("big", 40, 4096, 1)
                        .memory(3, 64))
                .memory();

        assertThat(memory.text()).isEqualTo("37 of 64 GB");
        assertThat(memory.others()).isZero();
    }

    @Test
    void saysThatMemoryIsNotSensed() {
        assertThat(only(SampleMachine.named("Mini").holds("a", 9, 4096, 1))
                        .memory()
                        .text())
                .isEqualTo("9.0 GB of models · not sensed");
        assertThat(only(SampleMachine.named("Mini").has("a")).memory().text()).isEqualTo("memory not sensed");
    }

    @Test
    void saysHowHotAMachineIsAndWhatThatCosts() {
        assertThat(only(SampleMachine.named("A").heat(61, Heat.Level.NOMINAL, 0))
                        .warmth())
                .extracting(Warmth::value, Warmth::unit, Warmth::caption)
                .containsExactly("61", "°C", "heat: nominal");
        assertThat(only(SampleMachine.named("A").heat(93, Heat.Level.SERIOUS, 0.22))
                        .warmth())
                .extracting(Warmth::value, Warmth::caption, Warmth::isHot)
                .containsExactly("93", "heat: serious, slowed 22 %", true);
    }

    @Test
    void showsTheLevelWhereNoTemperatureIsKnown() {
        assertThat(only(SampleMachine.named("A").heat(Double.NaN, Heat.Level.FAIR, 0.04))
                        .warmth())
                .extracting(Warmth::value, Warmth::unit, Warmth::caption)
                .containsExactly("Fair", "", "heat: slowed 4 %");
    }

    @Test
    void saysThatHeatIsNotSensed() {
        assertThat(only(SampleMachine.named("A")).warmth())
                .extracting(Warmth::value, Warmth::caption)
                .containsExactly("–", "heat: not sensed");
    }

    @Test
    void describesAModelInMemory() {
        assertThat(of(Fleets.four().now()).machines().getFirst().models())
                .extracting(ModelChip::name, ModelChip::detail)
                .containsExactly(
                        tuple("llama3.3:70b", "42 GB · 32k · 1 running"),
                        tuple("qwen3-coder:30b", "19 GB · 64k · 1 running"));
    }

    @Test
    void saysWhenAModelLeavesAndThatSomeStay() {
        var machine = SampleMachine.named("A")
                .with("leaves", 1, new Residency(0, 1_000_000_000, 1_000_000_000, Fleets.NOW.plusSeconds(61)))
                .with(
                        "stays",
                        1,
                        new Residency(0, 1_000_000_000, 1_000_000_000, Fleets.NOW.plus(Duration.ofDays(9999))))
                .with("overdue", 1, new Residency(0, 1_000_000_000, 1_000_000_000, Fleets.NOW.minusSeconds(1)))
                .with("unsaid", 1, new Residency(0, 1_000_000_000, 1_000_000_000, null));

        assertThat(only(machine).models())
                .extracting(ModelChip::detail)
                .containsExactly("1.0 GB · leaves in 2 min", "1.0 GB · stays", "1.0 GB · leaving", "1.0 GB · idle");
    }

    @Test
    void saysWhatAPinKeepsInMemory() {
        var machine = SampleMachine.named("A")
                .with("rests", 1, new Residency(0, 1_000_000_000, 1_000_000_000, Fleets.NOW.plusSeconds(61)))
                .with("works", 1, new Residency(0, 1_000_000_000, 1_000_000_000, null));
        EngineSnapshot moment = new Fleets()
                .machine(machine)
                .load(machine.instance("works"), 2, 0, 0)
                .pins(machine.instance("rests"))
                .pins(machine.instance("works"))
                .now();

        assertThat(of(moment).machines().getFirst().models())
                .extracting(ModelChip::detail)
                .containsExactly("1.0 GB · pinned", "1.0 GB · pinned · 2 running");
    }

    @Test
    void saysWhenAModelDidNotFitTheAccelerator() {
        var machine = SampleMachine.named("A")
                .with("half", 1, new Residency(4096, 10_000_000_000L, 6_200_000_000L, null))
                .with("none", 1, new Residency(4096, 10_000_000_000L, 0, null))
                .with("unknown", 1, new Residency(0, 0, 0, null));

        assertThat(only(machine).models())
                .extracting(ModelChip::detail)
                .containsExactly("10 GB · 4k · 62 % on GPU · idle", "10 GB · 4k · on CPU · idle", "idle");
    }

    @Test
    void offersToLoadWhatIsOnDiskAndToUnloadWhatIsInMemory() {
        Offers offers = of(Fleets.four().now()).machines().getFirst().offers();

        assertThat(offers.load()).extracting(Offers.Model::label).containsExactly("gemma3:27b", "mistral-small:24b");
        assertThat(offers.unload()).extracting(Offers.Model::label).containsExactly("llama3.3:70b", "qwen3-coder:30b");
    }

    @Test
    void offersToForgetOnlyWhatAPersonHasNamed() {
        List<Machine> machines = of(Fleets.four().now()).machines();

        assertThat(machines.getFirst().offers().forgettable()).isEmpty();
        assertThat(machines.getLast().offers().forgettable()).containsExactly(UpstreamId.parse("tower.local:11434"));
    }

    @Test
    void showsWhatIsUnderWayAndDoesNotOfferItAgain() {
        EngineSnapshot snapshot = Fleets.four().now();
        var studio = SampleMachine.named("Studio").herd();
        UnderWay underWay =
                UnderWay.NOTHING.withLoad(studio.instance("gemma3:27b")).withUnload(studio.instance("llama3.3:70b"));

        Machine shown =
                FleetViewModel.of(snapshot, ModelHues.NONE, underWay).machines().getFirst();

        assertThat(shown.loading()).containsExactly("gemma3:27b");
        assertThat(shown.offers().load()).extracting(Offers.Model::label).containsExactly("mistral-small:24b");
        assertThat(shown.offers().unload()).extracting(Offers.Model::label).containsExactly("qwen3-coder:30b");
    }

    @Test
    void showsTheLastHourOfWhatWasMeasured() {
        assertThat(of(Fleets.four().now()).machines().getFirst().trends())
                .extracting(Trend::label, Trend::most)
                .containsExactly(
                        tuple("tokens/s, last hour", "max 96"), tuple("memory", "max 62 %"), tuple("CPU", "max 12 %"));
        assertThat(only(SampleMachine.named("A")).trends())
                .extracting(Trend::most)
                .containsExactly("nothing yet");
    }

    @Test
    void marksEveryMachineOfADemo() {
        assertThat(of(Fleets.many(3).simulated().now()).machines()).allMatch(Machine::simulated);
        assertThat(of(Fleets.many(3).now()).machines()).noneMatch(Machine::simulated);
    }

    @Test
    void tellsAMachineInOneSentenceForThoseWhoHearIt() {
        assertThat(of(Fleets.four().now()).machines().getFirst().spoken())
                .isEqualTo("Studio, Serving, 2 of 4 slots running, 1 waiting, 84 tokens per second,"
                        + " memory 79 of 128 GB, in memory llama3.3:70b, qwen3-coder:30b");
    }

    @Test
    void saysWhatAMachineIs() {
        assertThat(of(Fleets.four().now()).machines())
                .extracting(Machine::about)
                .containsExactly(
                        "Herd · Ollama 0.12.6 · 128 GB",
                        "Ollama 0.12.6 · macbook-pro.local:11434 · 64 GB",
                        "Ollama 0.12.6 · mini.local:11434",
                        "Ollama 0.12.6 · tower.local:11434 · 32 GB");
    }
}
