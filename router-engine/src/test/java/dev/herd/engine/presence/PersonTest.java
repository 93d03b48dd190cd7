package dev.herd.engine.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.Courtesy;
import dev.herd.engine.config.KeepAwake;
import dev.herd.engine.config.PersonConfig;
import dev.herd.engine.config.WeeklyPause;
import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.Guard.State;
import dev.herd.engine.signal.CaptureUse.Kind;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a machine leaves to the fleet while its person does this or that.
class PersonTest {
    private final Sensed machine = new Sensed();

    private static PersonConfig config(Courtesy courtesy, String pauses) {
        return new PersonConfig(
                courtesy, true, true, true, Set.of(), false, false, KeepAwake.ON_MAINS, WeeklyPause.parse(pauses));
    }

    @ParameterizedTest
    @CsvSource({
        "10, 0.0, LIGHT",
        "10, 0.31, ACTIVE",
        "299, 0.1, LIGHT",
        "300, 0.9, IDLE",
        "1799, 0, IDLE",
        "1800, 0, AWAY",
    })
    void tellsFromInputAndLoad(int idleSeconds, double foreign, State state) {
        machine.idle(Duration.ofSeconds(idleSeconds)).foreign(foreign);

        assertThat(machine.look().state()).isEqualTo(state);
    }

    @Test
    void aLockedMachineIsLeft() {
        assertThat(machine.idle(Duration.ofSeconds(1)).locked().look().state()).isEqualTo(State.AWAY);
    }

    @Test
    void whoeverIsNotSeenIsNotThrottled() {
        Guard guard = machine.unknown(Input.class).foreign(0.9).look();

        assertThat(guard.state()).isEqualTo(State.UNKNOWN);
        assertThat(guard.allowance()).isEqualTo(Allowance.ALL);
        assertThat(guard.reason()).isNotEmpty();
    }

    @Test
    void everyStateSaysWhyAndUntilWhen() {
        machine.idle(Duration.ofSeconds(60)).foreign(0.5);

        Guard active = machine.look();

        assertThat(active.reason()).isEqualTo("its person works with it, and it works for them");
        assertThat(active.until()).isEqualTo(machine.now().plusSeconds(240));
        assertThat(machine.idle(Duration.ofMinutes(6)).look().until())
                .isEqualTo(machine.now().plusSeconds(24 * 60));
    }

    @ParameterizedTest
    @CsvSource({
        "BALANCED, 0.5, 1, 20",
        "BALANCED, 0.0, 2, Infinity",
        "POLITE, 0.5, 0, 0",
        "POLITE, 0.0, 1, 20",
        "DEDICATED, 0.5, 2147483647, Infinity",
    })
    void courtesyDecidesWhatIsLeft(Courtesy courtesy, double foreign, int most, double longest) {
        machine.with(config(courtesy, "")).idle(Duration.ofSeconds(1)).foreign(foreign);

        Allowance allowance = machine.look().allowance();

        assertThat(allowance.mostAtOnce()).isEqualTo(most);
        assertThat(allowance.longestSeconds()).isEqualTo(longest);
    }

    @Test
    void takesNothingFromOthersOnBatteryUnlessAllowed() {
        machine.power(Power.Source.BATTERY);

        Guard guard = machine.look();

        assertThat(guard.reason()).isEqualTo("on battery, 62 % left");
        assertThat(guard.closed()).isTrue();
        assertThat(guard.isCourtesy()).as("its own person may").isTrue();
        machine.person.serveAnyway(null);
        assertThat(machine.look().closed()).isFalse();
        machine.person.obeyRules();
        assertThat(machine.power(Power.Source.MAINS).look().closed()).isFalse();
    }

    @Test
    void coolsDown() {
        assertThat(machine.heat(Heat.Level.FAIR).look().allowance().mostAtOnce())
                .isEqualTo(1);
        Guard hot = machine.heat(Heat.Level.SERIOUS).look();
        assertThat(hot.closed()).isTrue();
        assertThat(hot.allowance().goesOn()).isEqualTo(Allowance.GoesOn.ALL);
        machine.person.serveAnyway(null);
        assertThat(machine.look().closed()).isFalse();

        Guard critical = machine.heat(Heat.Level.CRITICAL).look();

        assertThat(critical.state()).as("whatever its person wants").isEqualTo(State.HOT);
        assertThat(critical.allowance().goesOn().unbegunSeconds()).isZero();
    }

    @Test
    void givesBackAllWhenItFallsAsleep() {
        Guard guard = machine.asleep().look();

        assertThat(guard.state()).isEqualTo(State.ASLEEP);
        assertThat(guard.allowance().goesOn()).isEqualTo(new Allowance.GoesOn(0, 0));
    }

    @Test
    void aMeetingGoesBeforeEverythingButHeatAndSleep() {
        machine.camera(Kind.CALL)
                .power(Power.Source.BATTERY)
                .idle(Duration.ofSeconds(1))
                .foreign(0.9);

        assertThat(machine.after(1).state()).isEqualTo(State.MEETING);
    }

    @Test
    void hoursOfTheWeekBelongToItsPerson() {
        machine.with(config(Courtesy.BALANCED, "mon-fri 09:00-17:30, sat 22:00-02:00"))
                .in(ZoneId.of("Europe/Berlin"));

        Guard monday = machine.look();
        assertThat(monday.state()).isEqualTo(State.SCHEDULED);
        assertThat(monday.until()).isEqualTo(Instant.parse("2026-11-30T16:30:00Z"));
        assertThat(machine.at(Instant.parse("2026-11-30T16:30:00Z")).look().state())
                .isEqualTo(State.UNKNOWN);
        assertThat(machine.at(Instant.parse("2026-12-06T00:59:00Z")).look().state())
                .as("the night to Sunday")
                .isEqualTo(State.SCHEDULED);
        assertThat(machine.at(Instant.parse("2026-12-06T01:00:00Z")).look().state())
                .isEqualTo(State.UNKNOWN);
    }

    @Test
    void looksAgainWhenAStateEndsByItself() {
        machine.idle(Duration.ofSeconds(60));
        Guard guard = machine.look();

        assertThat(machine.person.next(guard, machine.now()))
                .isEqualTo(machine.now().plusSeconds(240));
        assertThat(List.of(guard.state())).containsExactly(State.LIGHT);
    }
}
