package dev.herd.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostNameTest {
    @TempDir
    Path directory;

    private String told(String text, Map<String, String> environment) throws IOException {
        return HostName.of(environment, Files.writeString(directory.resolve("hostname"), text));
    }

    @Test
    void isTheFirstPartOfWhatTheSystemTells() throws IOException {
        assertThat(told("desk\n", Map.of())).isEqualTo("desk");
        assertThat(told("desk.example.org\n", Map.of())).isEqualTo("desk");
        assertThat(told("desk\n", Map.of("COMPUTERNAME", "WINDOWS-PC"))).isEqualTo("WINDOWS-PC");
    }

    @Test
    void isNeverEmpty() throws IOException {
        assertThat(told("\n", Map.of())).isNotBlank();
        assertThat(told(".strange", Map.of())).isEqualTo("this-machine");
        assertThat(HostName.of(Map.of(), directory.resolve("missing"))).isNotBlank();
    }
}
