package dev.herd.engine.fleet;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.embedder;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Which model a name means of those that have it.
class NamesakesTest {
    private static final ModelRef E = ModelRef.of("e");
    private static final String ONE = "1".repeat(64);
    private static final String TWO = "2".repeat(64);

    private static Variant meant(FleetSnapshot fleet) {
        return Objects.requireNonNull(fleet.meant().get(E), "several models have the name");
    }

    @Test
    void aNameThatOneModelHasIsNotInQuestion() {
        FleetSnapshot fleet = aFleet().node("a")
                .has(embedder("e", ONE))
                .node("b")
                .has(embedder("e", ONE))
                .build();

        assertThat(fleet.meant()).isEmpty();
        assertThat(fleet.holders(E)).allMatch(fleet::means);
    }

    @Test
    void meansTheOneOnMostMachines() {
        FleetSnapshot fleet = aFleet().node("a")
                .has(embedder("e", ONE))
                .node("b")
                .has(embedder("e", TWO).withResidency(null))
                .node("c")
                .has(embedder("e", TWO).withResidency(null))
                .build();

        assertThat(meant(fleet).digest()).isEqualTo(TWO);
        assertThat(fleet.holders(E).stream().filter(fleet::means)).hasSize(2);
    }

    @Test
    void amongEqualsTheOneInMemoryThenTheLeastDigest() {
        assertThat(meant(aFleet().node("a")
                                .has(embedder("e", ONE).withResidency(null))
                                .node("b")
                                .has(embedder("e", TWO))
                                .build())
                        .digest())
                .isEqualTo(TWO);
        assertThat(meant(aFleet().node("a")
                                .has(embedder("e", TWO))
                                .node("b")
                                .has(embedder("e", ONE))
                                .build())
                        .digest())
                .isEqualTo(ONE);
    }

    @Test
    void whatServersOfOneKindCallTheSameIsTakenForTheSame() {
        FleetSnapshot alike = aFleet().node("a")
                .speaks(UpstreamKind.OPENAI)
                .has(embedder("e", ""))
                .node("b")
                .speaks(UpstreamKind.OPENAI)
                .has(embedder("e", ""))
                .build();
        FleetSnapshot mixed = aFleet().node("a")
                .speaks(UpstreamKind.OPENAI)
                .has(embedder("e", ""))
                .node("b")
                .speaks(UpstreamKind.OPENAI)
                .has(embedder("e", ""))
                .node("c")
                .has(embedder("e", ONE))
                .build();

        assertThat(alike.meant()).isEmpty();
        assertThat(meant(mixed).digest()).as("what is stated goes first").isEqualTo(ONE);
    }
}
