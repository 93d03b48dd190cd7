package dev.herd.engine.cli;

import dev.herd.engine.simulation.Scenario;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The scenarios that come with Herd.
public final class ShippedScenarios {
    private static final String DIRECTORY = "/dev/herd/engine/scenarios/";

    private ShippedScenarios() {}

    /// Their names, in the order of the report.
    public static List<String> names() {
        return new String(bytes("index.txt"), StandardCharsets.UTF_8).lines().toList();
    }

    /// @throws IllegalArgumentException when none has this name
    public static Scenario read(String name) {
        if (!names().contains(name)) {
            throw new IllegalArgumentException("no scenario is called " + name);
        }
        return ScenarioFile.read(bytes(name + ".json"));
    }

    private static byte[] bytes(String file) {
        try (InputStream in = ShippedScenarios.class.getResourceAsStream(DIRECTORY + file)) {
            if (in == null) {
                throw new IllegalStateException("Herd was built without " + file);
            }
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
