package dev.herd.engine.sensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.signal.Lock;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.testing.FakeClock;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs({OS.LINUX, OS.MAC})
class CommandTest {
    private static Command shell(String script) {
        return Command.of("/bin/sh", "-c", script);
    }

    @Test
    void givesWhatAProgramPrintsInTheLanguageOfMachines() throws IOException, InterruptedException {
        assertThat(shell("echo $LC_ALL; echo lost >&2").run()).isEqualTo("C\n");
    }

    @Test
    void givesAProgramNothingToRead() throws IOException, InterruptedException {
        assertThat(Command.of("/bin/cat").run()).isEmpty();
    }

    @Test
    void failsWithAProgramThatFailsOrIsMissing() {
        assertThatThrownBy(() -> shell("exit 3").run())
                .isInstanceOf(IOException.class)
                .hasMessage("sh -c exit 3 ended with 3");
        assertThatThrownBy(() -> Command.of("/nowhere/pmset", "-g").run()).isInstanceOf(IOException.class);
    }

    @Test
    void endsAProgramThatDoesNotEnd() {
        assertThatThrownBy(() -> shell("echo begun; sleep 60; echo more").run())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("took longer than 2 s");
    }

    @Test
    void takesNoMoreThanItsShare() throws IOException, InterruptedException {
        assertThat(shell("yes").run()).hasSize(2 << 20);
    }

    @Test
    void becomesASensor() throws IOException, InterruptedException {
        var clock = new FakeClock();
        Polled.Parser<Lock> parser = text -> text.equals("locked\n") ? Optional.of(new Lock(true)) : Optional.empty();

        assertThat(Polled.by(shell("echo locked"), Lock.class, Duration.ofSeconds(3), clock, parser)
                        .read())
                .isEqualTo(new Reading.Known<>(new Lock(true), FakeClock.START, "sh -c echo locked"));
        assertThat(Polled.by(shell("echo Sperre"), Lock.class, Duration.ofSeconds(3), clock, parser)
                        .read())
                .isEqualTo(new Reading.Unknown<>("sh -c echo Sperre does not tell"));
    }

    @Test
    void isWrittenAsAPersonWouldTypeIt() {
        assertThat(Command.of("/usr/bin/pmset", "-g", "batt")).hasToString("pmset -g batt");
        assertThat(Command.of("/usr/bin/vm_stat")).hasToString("vm_stat");
    }
}
