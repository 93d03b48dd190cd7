package dev.herd.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {
    @Test
    void readsTheOptionsOfTheOneCommandThatIsAskedFor() {
        for (String name : Main.commands("--help").getSubcommands().keySet()) {
            assertThat(Main.commands(name, "--help").getSubcommands()).containsOnlyKeys(name);
        }
    }

    @Test
    void knowsAllCommandsWhereTheFirstWordIsNone() {
        assertThat(Stream.of(Main.commands(), Main.commands("--version"), Main.commands("sevre")))
                .allSatisfy(all -> assertThat(all.getSubcommands()).containsKeys("serve", "status", "undrain"));
    }

    @Test
    void everyCommandIsCalledWhatItsHelpCallsIt() {
        assertThat(Main.commands().getSubcommands())
                .allSatisfy((name, command) -> assertThat(nameIn(command)).isEqualTo(name));
    }

    private static String nameIn(CommandLine command) {
        return command.getCommandSpec()
                .userObject()
                .getClass()
                .getAnnotation(Command.class)
                .name();
    }
}
