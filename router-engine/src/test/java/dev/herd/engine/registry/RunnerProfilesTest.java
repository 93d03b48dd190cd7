package dev.herd.engine.registry;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.instance;
import static dev.herd.engine.testing.FleetBuilder.onDisk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.testing.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunnerProfilesTest {
    private static final InstanceId HERE = instance("a", "m");
    private static final Holder LOADED =
            aFleet().node("a").has("m").build().holder(HERE).orElseThrow();
    private static final Holder ON_DISK =
            aFleet().node("a").has(onDisk("m")).build().holder(HERE).orElseThrow();

    private final FakeClock clock = new FakeClock();
    private final RunnerProfiles profiles = new RunnerProfiles(clock);

    @Test
    void knowsWhatItSentLast() {
        assertThat(profiles.loadedWith(LOADED)).isEmpty();

        profiles.sent(HERE, 4096);
        profiles.sent(HERE, 32_768);
        clock.forward(Duration.ofDays(1));

        assertThat(profiles.loadedWith(LOADED)).hasValue(32_768);
    }

    @Test
    void takesAModelForLoadingForTwoMinutes() {
        profiles.sent(HERE, 4096);

        clock.forward(Duration.ofSeconds(119));
        assertThat(profiles.loadedWith(ON_DISK)).hasValue(4096);
        clock.forward(Duration.ofSeconds(1));

        assertThat(profiles.loadedWith(ON_DISK)).isEmpty();
    }

    @Test
    void forgetsWhatWasUnloaded() {
        profiles.sent(HERE, 4096);

        profiles.unloaded(HERE);

        assertThat(profiles.loadedWith(LOADED)).isEmpty();
    }
}
