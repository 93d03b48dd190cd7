package dev.herd.engine.registry;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.instance;
import static dev.herd.engine.testing.FleetBuilder.onDisk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.RunnerLoad;
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
        assertThat(profiles.load(LOADED)).isEqualTo(RunnerLoad.UNKNOWN);

        profiles.sent(LOADED, 4096);
        profiles.sent(LOADED, 32_768);
        clock.forward(Duration.ofDays(1));

        assertThat(profiles.load(LOADED).window()).hasValue(32_768);
    }

    @Test
    void knowsThatItNamedNoWindow() {
        profiles.sent(ON_DISK, 0);

        assertThat(profiles.load(LOADED).window()).hasValue(0);
    }

    @Test
    void takesAModelForLoadingForTwoMinutes() {
        profiles.sent(ON_DISK, 4096);

        clock.forward(Duration.ofSeconds(119));
        assertThat(profiles.load(ON_DISK).window()).hasValue(4096);
        clock.forward(Duration.ofSeconds(1));

        assertThat(profiles.load(ON_DISK).window()).isEmpty();
    }

    @Test
    void forgetsWhatWasUnloaded() {
        profiles.sent(LOADED, 4096);

        profiles.unloaded(LOADED);

        assertThat(profiles.load(LOADED)).isEqualTo(RunnerLoad.UNKNOWN);
    }

    @Test
    void letsARunnerThatGrewRestForAMinute() {
        int larger = 65_536;
        profiles.sent(ON_DISK, larger);
        assertThat(profiles.load(ON_DISK).grown()).as("loaded, not grown").isFalse();
        profiles.unloaded(LOADED);

        profiles.sent(LOADED, larger);
        clock.forward(Duration.ofSeconds(30));
        profiles.sent(LOADED, larger);
        assertThat(profiles.load(LOADED).grown()).isTrue();

        clock.forward(Duration.ofSeconds(30));
        assertThat(profiles.load(LOADED).grown())
                .as("requests for the window that it has do not count")
                .isFalse();
    }
}
