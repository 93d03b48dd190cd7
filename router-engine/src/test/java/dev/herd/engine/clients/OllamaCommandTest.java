package dev.herd.engine.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Ollama's own command line with Herd in place of its server; needs `-Dollama.command=/path/of/ollama`.
class OllamaCommandTest {
    private static final String ANSWER = "The fleet answers in order: größe ✓ done.";

    /// What the program tells a terminal to do.
    private static final Pattern TERMINAL = Pattern.compile("\\x1b\\[[?0-9;]*[A-Za-z]");

    @TempDir
    Path home;

    @BeforeEach
    void needsTheProgram() {
        assumeTrue(System.getProperty("ollama.command") != null, "needs -Dollama.command=/path/of/ollama");
    }

    static List<Servers.Kind> kinds() {
        return Servers.kinds();
    }

    private String ollama(Servers servers, String... words) {
        String[] all = new String[words.length + 1];
        all[0] = System.getProperty("ollama.command");
        System.arraycopy(words, 0, all, 1, words.length);
        Map<String, String> environment = Map.of(
                "OLLAMA_HOST", servers.address(), "HOME", home.toString(), "OLLAMA_NO_CLOUD", "1", "TERM", "dumb");
        return TERMINAL.matcher(Command.run(home, environment, all).output()).replaceAll("");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void worksAsWithOllama(Servers.Kind kind) {
        try (Servers servers = Servers.start(kind, home.resolve("herd"))) {
            assertThat(ollama(servers, "list")).contains("tiny-tools:latest").contains("NAME");
            assertThat(ollama(servers, "show", "tiny")).contains("completion");
            assertThat(ollama(servers, "run", "tiny", "Hi")).contains(ANSWER);
            assertThat(ollama(servers, "run", "nope", "Hi")).contains("Error");
            assertThat(ollama(servers, "ps")).contains("UNTIL");
            assertThat(ollama(servers, "stop", "tiny")).doesNotContain("Error");
            assertThat(ollama(servers, "--version")).contains("0.");
        }
    }
}
