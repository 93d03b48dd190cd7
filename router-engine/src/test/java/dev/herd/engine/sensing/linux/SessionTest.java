package dev.herd.engine.sensing.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
    /// A second and a quarter after the moment in `IDLE`.
    private static final Instant NOW = Instant.parse("2026-01-01T09:47:48.817890Z");

    private static final String IDLE = """
            Remote=no
            Class=user
            Active=yes
            IdleHint=yes
            IdleSinceHint=1767260867567890
            LockedHint=no
            """;

    @Test
    void aDesktopThatIsIdleSaysSinceWhen() {
        assertThat(Session.parse(IDLE).idle(NOW)).contains(Duration.ofMillis(1_250));
    }

    @Test
    void whileItIsNotSomebodyIsThere() {
        assertThat(Session.parse(IDLE.replace("IdleHint=yes", "IdleHint=no")).idle(NOW))
                .contains(Duration.ZERO);
    }

    @Test
    void aDesktopThatNeverSaidSoDoesNotKnow() {
        String never = IDLE.replace("=1767260867567890", "=0").replace("IdleHint=yes", "IdleHint=no");

        assertThat(Session.parse(never).idle(NOW)).isEmpty();
    }

    @Test
    void aClockThatWasSetBackMakesNobodyIdleForLessThanNothing() {
        assertThat(Session.parse(IDLE).idle(Instant.EPOCH)).contains(Duration.ZERO);
    }

    @Test
    void itIsLockedWhenItSaysSoOrIsNotAtTheScreenOrNobodyHasLoggedIn() {
        assertThat(Session.parse(IDLE).locked()).contains(false);
        assertThat(Session.parse(IDLE.replace("LockedHint=no", "LockedHint=yes"))
                        .locked())
                .contains(true);
        assertThat(Session.parse(IDLE.replace("Active=yes", "Active=no")).locked())
                .contains(true);
        assertThat(Session.parse(IDLE.replace("Class=user", "Class=greeter")).locked())
                .contains(true);
    }

    @Test
    void linesMayEndInTheOtherWay() {
        assertThat(Session.parse(IDLE.replace("\n", "\r\n"))).isEqualTo(Session.parse(IDLE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "IdleHin",
                "Keine Sitzung »4« bekannt",
                "LockedHint=ja\nIdleHint=ja",
                "IdleSinceHint=99999999999999999999\nIdleHint=yes",
                "=yes"
            })
    void anythingElseTellsNothing(String text) {
        assertThat(Session.parse(text).idle(NOW)).isEmpty();
        assertThat(Session.parse(text).locked()).isEmpty();
    }
}
