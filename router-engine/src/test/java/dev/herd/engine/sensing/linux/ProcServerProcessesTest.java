package dev.herd.engine.sensing.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trees of `/proc` stand in text files: `== PATH` begins a file, `|` is the zero byte between arguments, and a line of
/// an `fd` is a link's name and target.
class ProcServerProcessesTest {
    @TempDir
    Path proc;

    private ProcServerProcesses captured(String name) throws IOException {
        String text;
        try (InputStream stream =
                Objects.requireNonNull(getClass().getResourceAsStream("/sensing/linux/" + name + ".txt"))) {
            text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (String section : text.split("(?m)^== ")) {
            int end = section.indexOf('\n');
            if (!section.startsWith("#")) {
                write(section.substring(0, end), section.substring(end + 1));
            }
        }
        return new ProcServerProcesses(proc);
    }

    private void write(String path, String content) throws IOException {
        Path file = proc.resolve(path);
        if (path.endsWith("/fd")) {
            Files.createDirectories(file);
            for (String line : content.strip().split("\n")) {
                String[] parts = line.split(" ", 2);
                Files.createSymbolicLink(file.resolve(parts[0]), Path.of(parts[1]));
            }
            return;
        }
        Files.createDirectories(file.getParent());
        boolean zeros = path.endsWith("cmdline") || path.endsWith("environ");
        Files.writeString(file, zeros ? content.strip().replace('|', '\0') + "\0" : content);
    }

    @Test
    void readsWhatAServerWasStartedWith() throws IOException {
        ProcServerProcesses processes = captured("ollama");

        assertThat(processes.slots(11434)).isEqualTo(OptionalInt.of(3));
        assertThat(processes.owner(11434)).contains("ollama (process 812)");
    }

    @Test
    void takesTheRunnersWordOverTheServers() throws IOException {
        assertThat(captured("runners").slots(11434)).isEqualTo(OptionalInt.of(2));
    }

    @Test
    void readsTheArgumentsOfAServerThatRunsItsModelItself() throws IOException {
        ProcServerProcesses processes = captured("llama-server");

        assertThat(processes.slots(8080)).isEqualTo(OptionalInt.of(6));
        assertThat(processes.slots(8000)).as("states nothing").isEmpty();
        assertThat(processes.slots(1234)).as("states nothing that makes sense").isEmpty();
        assertThat(processes.owner(8000)).contains("python3 (process 301)");
    }

    @Test
    void seesNobodyWhereNobodyListens() throws IOException {
        ProcServerProcesses processes = captured("ollama");

        assertThat(processes.slots(1234)).isEmpty();
        assertThat(processes.owner(1234)).isEmpty();
        assertThat(processes.owner(0xD431)).as("a client's port").isEmpty();
    }

    @Test
    void seesNothingWithoutProc() {
        ProcServerProcesses nowhere = new ProcServerProcesses(proc.resolve("missing"));

        assertThat(nowhere.slots(11434)).isEmpty();
        assertThat(nowhere.owner(11434)).isEmpty();
    }

    @Test
    void seesTheSocketOfAProcessItMayNotLookInto() throws IOException {
        ProcServerProcesses processes = captured("ollama");
        Files.delete(proc.resolve("812/fd/7"));

        assertThat(processes.slots(11434)).isEmpty();
        assertThat(processes.owner(11434)).isEmpty();
    }

    @Test
    void looksAgainWhenAnotherProcessListens() throws IOException {
        ProcServerProcesses processes = captured("ollama");
        assertThat(processes.slots(11434)).hasValue(3);
        String table = Files.readString(proc.resolve("net/tcp"));
        Files.writeString(proc.resolve("net/tcp"), table.replace("41001", "90001"));
        write("999/fd", "3 socket:[90001]");
        write("999/environ", "OLLAMA_NUM_PARALLEL=5");
        write("999/cmdline", "ollama|serve");

        assertThat(processes.slots(11434)).hasValue(5);
    }

    @Test
    void readsArgumentsAsTheyAreWritten() {
        assertThat(ProcServerProcesses.slotsOfArguments(List.of("x", "--parallel", "12")))
                .hasValue(12);
        assertThat(ProcServerProcesses.slotsOfArguments(List.of("x", "-np", "900")))
                .hasValue(256);
        assertThat(ProcServerProcesses.slotsOfArguments(List.of("x", "-np", "-1")))
                .isEmpty();
        assertThat(ProcServerProcesses.slotsOfArguments(List.of("x", "-np"))).isEmpty();
        assertThat(ProcServerProcesses.slotsOfArguments(List.of("x", "--parallelism", "4")))
                .isEmpty();
        assertThat(ProcServerProcesses.slotsOfEnvironment(List.of("OLLAMA_NUM_PARALLEL= 4 ")))
                .hasValue(4);
        assertThat(ProcServerProcesses.slotsOfEnvironment(List.of("OLLAMA_NUM_PARALLEL=0")))
                .isEmpty();
        assertThat(ProcServerProcesses.slotsOfEnvironment(List.of("MY_OLLAMA_NUM_PARALLEL=4")))
                .isEmpty();
    }
}
