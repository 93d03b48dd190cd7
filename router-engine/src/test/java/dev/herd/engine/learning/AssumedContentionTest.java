package dev.herd.engine.learning;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// By how much requests on one machine are taken to slow each other before anybody has measured it.
class AssumedContentionTest {
    @ParameterizedTest
    @CsvSource({"1, 0.5", "4, 0.5", "8, 0.25", "256, 0.0078125"})
    void isLessWhereAServerHasManySlots(int slots, double contention) {
        Holder holder = aFleet().node("a")
                .has(model("m").withSlots(slots))
                .build()
                .holders(ModelRef.of("m"))
                .getFirst();

        assertThat(new RateBook().rates(holder, 0).contention()).isEqualTo(contention);
    }
}
