package dev.herd.engine.learning;

import static dev.herd.engine.testing.FleetBuilder.caching;
import static dev.herd.engine.testing.FleetBuilder.embedder;
import static dev.herd.engine.testing.FleetBuilder.sized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.testing.FleetBuilder;
import org.junit.jupiter.api.Test;

/// How much memory a model takes: measured, and not taken to be linear.
class MemoryLawTest {
    private static final long GB = 1_000_000_000L;
    private static final UpstreamId A = FleetBuilder.upstreamOf("a");
    private static final UpstreamId B = FleetBuilder.upstreamOf("b");

    private final MemoryLaw law = new MemoryLaw();
    private final HostedModel model = sized("m", 18 * GB);

    private void saw(int window, double gigabytes) {
        saw(A, model, window, gigabytes);
    }

    private void saw(UpstreamId server, HostedModel what, int window, double gigabytes) {
        long bytes = Math.round(gigabytes * GB);
        law.loaded(server, what.withResidency(new Residency(window, bytes, bytes, null)));
    }

    private double gigabytes(int window) {
        return law.bytes(A, model, window) / (double) GB;
    }

    @Test
    void takesTheSizeOnDiskForTheLeastWhileNothingWasSeen() {
        assertThat(gigabytes(262_144)).isEqualTo(18);
        assertThat(law.bytes(A, sized("unknown", 0), 4096)).isZero();
    }

    @Test
    void addsTheCacheThatTheModelsMakeAsksForWhileNothingWasSeen() {
        HostedModel made = caching(model, 131_072);

        assertThat(law.bytes(A, made, 32_768)).isEqualTo(18 * GB + (4L << 30));
        assertThat(law.bytes(A, made.withSlots(2), 32_768)).isEqualTo(18 * GB + (8L << 30));
        assertThat(law.bytes(A, made, 0)).as("the smallest default").isEqualTo(18 * GB + (512L << 20));
        assertThat(law.bytes(A, made, 1 << 20)).as("as much as it has").isEqualTo(18 * GB + (16L << 30));
        assertThat(law.leastBytes(A, made, 32_768)).as("4.5 bits a value").isEqualTo(18 * GB + (4L << 30) * 9 / 32);

        saw(A, made, 8192, 20);
        assertThat(law.bytes(A, made, 8192)).isEqualTo(20 * GB);
        assertThat(law.leastBytes(A, made, 8192)).as("what was seen is certain").isEqualTo(20 * GB);
    }

    @Test
    void countsNoCacheForWhatOnlyEmbedsAndNoneBesideAnUnknownSize() {
        assertThat(law.bytes(A, caching(embedder("e", ""), 131_072).withResidency(null), 8192))
                .isEqualTo(300_000_000);
        assertThat(law.bytes(A, caching(sized("unknown", 0), 131_072), 8192)).isZero();
    }

    @Test
    void believesWhatWasSeenAndDrawsALineBetween() {
        saw(4096, 20);
        saw(32_768, 34);

        assertThat(gigabytes(4096)).isEqualTo(20);
        assertThat(gigabytes(32_768)).isEqualTo(34);
        assertThat(gigabytes(18_432)).isCloseTo(27, within(0.01));
        assertThat(gigabytes(2048)).as("no more than the smallest").isEqualTo(20);
    }

    @Test
    void goesOnWithTheLastSlopeSoThatASlidingWindowStaysFlat() {
        saw(4096, 20);
        saw(32_768, 34);
        assertThat(gigabytes(61_440)).isCloseTo(48, within(0.01));
        saw(65_536, 34.5);

        assertThat(gigabytes(98_304)).isCloseTo(35, within(0.01));
    }

    @Test
    void takesAllBeyondTheWeightsToGrowAfterASingleLook() {
        saw(8192, 20);

        assertThat(gigabytes(32_768)).isCloseTo(26, within(0.01));
    }

    @Test
    void countsByServerAndSlotsAndAsksOthersWhereItKnowsNothing() {
        saw(B, model, 8192, 24);
        assertThat(gigabytes(8192)).isEqualTo(24);
        saw(8192, 21);

        assertThat(gigabytes(8192)).isEqualTo(21);
        assertThat(law.bytes(A, model.withSlots(4), 8192)).isEqualTo(18 * GB);
    }

    @Test
    void takesNoMoreThanIsSaidOfWhatIsListedByAnotherName() {
        law.loaded(A, model.withResidency(new Residency(8192, 20 * GB, 20 * GB, null).sharedWithAnotherName()));

        assertThat(gigabytes(8192)).isEqualTo(18);
    }
}
