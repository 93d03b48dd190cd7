package dev.herd.engine.sensing.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// What machines really said.
final class Captured {
    private Captured() {}

    static String text(String name) {
        try (InputStream file = Objects.requireNonNull(Captured.class.getResourceAsStream("/sensing/linux/" + name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
