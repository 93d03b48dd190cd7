package dev.herd.engine.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// What a client is written in: its packages are installed by its own installer into a directory of the build, and
/// again only when the list of packages changes.
enum Language {
    PYTHON("requirements.txt", ".py") {
        @Override
        void install(Path directory) {
            Command.must(directory, "python3", "-m", "venv", ".");
            Command.must(directory, "bin/pip", "install", "--quiet", "-r", "requirements.txt");
        }

        @Override
        List<String> interpreter(Path directory) {
            return List.of(directory.resolve("bin/python").toString());
        }
    },
    NODE("package.json", ".mjs") {
        @Override
        void install(Path directory) {
            Command.must(directory, "npm", "install", "--no-audit", "--no-fund", "--silent");
        }

        @Override
        List<String> interpreter(Path directory) {
            return List.of("node");
        }
    };

    private static final String INSTALLED = "installed";

    private final String packages;
    private final String suffix;

    Language(String packages, String suffix) {
        this.packages = packages;
        this.suffix = suffix;
    }

    abstract void install(Path directory);

    abstract List<String> interpreter(Path directory);

    /// The scripts with their packages beside them.
    Path directory() {
        Path directory =
                Path.of("target", "clients", name().toLowerCase(Locale.ROOT)).toAbsolutePath();
        try {
            Files.createDirectories(directory);
            Path marker = directory.resolve(INSTALLED);
            byte[] list = resource(packages);
            if (!Files.exists(marker) || !Arrays.equals(Files.readAllBytes(marker), list)) {
                Files.write(directory.resolve(packages), list);
                install(directory);
                Files.write(marker, list);
            }
            for (String script : List.of("driver", "openai_client", "ollama_client")) {
                Files.write(directory.resolve(script + suffix), resource(script + suffix));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return directory;
    }

    String script(String name) {
        return name + suffix;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream file = Language.class.getResourceAsStream("/clients/" + name)) {
            return Objects.requireNonNull(file, name).readAllBytes();
        }
    }
}
