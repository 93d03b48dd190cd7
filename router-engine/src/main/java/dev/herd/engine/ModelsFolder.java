package dev.herd.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where this machine's Ollama keeps its models.
final class ModelsFolder {
    private ModelsFolder() {}

    /// Empty when it is nowhere.
    ///
    /// @param environment the process's environment, of which `OLLAMA_MODELS` counts
    static Optional<Path> find(Map<String, String> environment) {
        String named = environment.getOrDefault("OLLAMA_MODELS", "");
        return Stream.of(
                        named.isEmpty() ? home().resolve(".ollama").resolve("models") : Path.of(named),
                        Path.of("/usr/share/ollama/.ollama/models"))
                .filter(Files::isDirectory)
                .findFirst();
    }

    /// That folder, else the person's own, where it would be made.
    static Path orHome(Map<String, String> environment) {
        return find(environment).orElseGet(ModelsFolder::home);
    }

    private static Path home() {
        return Path.of(System.getProperty("user.home", "."));
    }
}
