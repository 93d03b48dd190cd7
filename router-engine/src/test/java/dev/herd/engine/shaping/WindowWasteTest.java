package dev.herd.engine.shaping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.testing.FleetBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowWasteTest {
    private static final long GIB = 1L << 30;

    private static Holder loaded(Residency residency) {
        return FleetBuilder.aFleet()
                .node("studio")
                .has(FleetBuilder.sized("m", 4 * GIB).withResidency(residency))
                .build()
                .holders(ModelRef.of("m"))
                .getFirst();
    }

    /// The window, the memory that the model takes of which 4 GiB are weights, 0 when unknown, and what its use
    /// recommends.
    @ParameterizedTest
    @CsvSource({
        "131072, 20,  8192, true",
        "131072,  0,  8192, true",
        "131072,  5, 16384, false",
        " 32768, 20, 16384, false",
        " 32768, 20,  8192, false",
        " 65536, 20,  8192, true",
        " 32768,  0,  4096, false",
        "131072, 20,     0, false",
        "     0, 20,  8192, false"
    })
    void isWorthAWordWhereMuchMemoryLiesIdle(int window, long gib, int recommended, boolean told) {
        Holder holder = loaded(new Residency(window, gib * GIB, gib * GIB, null));

        assertThat(WindowWaste.of(holder, recommended).isPresent()).isEqualTo(told);
    }

    @Test
    void saysWhatToDo() {
        WindowWaste waste = WindowWaste.of(loaded(new Residency(131_072, 20 * GIB, 20 * GIB, null)), 8192)
                .orElseThrow();

        assertThat(waste.words())
                .isEqualTo(
                        "m on studio has a window of 131072 tokens and uses at most 8192, about 15.0 GiB idle: unload"
                                + " it, and Herd loads it with 8192 for the next request");
    }

    @Test
    void aNameOfAnothersRunnerIsNotCountedTwice() {
        var residency = new Residency(131_072, 20 * GIB, 20 * GIB, null).sharedWithAnotherName();

        assertThat(WindowWaste.of(loaded(residency), 4096)).isEmpty();
    }
}
