package dev.herd.engine.realserver;

import dev.herd.engine.protocol.Json;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.TestHerd;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;

/// The models whose answers the tests know: a server that lacks them is given them.
public final class KnownModels {
    private final RealServer server;

    private KnownModels(RealServer server) {
        this.server = server;
    }

    /// Makes the models on an Ollama that does not have them.
    public static void ensure(String url) {
        try (RealServer server = new RealServer(url)) {
            new KnownModels(server).ensure();
        }
    }

    private void ensure() {
        String known = server.get("/api/tags");
        try (InputStream file = KnownModels.class.getResourceAsStream("/realserver/models.jsonl")) {
            new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !known.contains("\"" + name(line) + ":latest\""))
                    .forEach(this::make);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String name(String line) {
        return TestHerd.json(line).textOrEmpty("model");
    }

    private void make(String line) {
        byte[] weights = name(line).equals("tiny-embed") ? TableModel.embedding() : TableModel.talking();
        String digest = "sha256:" + HexFormat.of().formatHex(hash(weights));
        must(server.send(HttpRequest.newBuilder(URI.create(server.url() + "/api/blobs/" + digest))
                .POST(HttpRequest.BodyPublishers.ofByteArray(weights))
                .build()));
        String files = ",\"files\":{\"tiny.gguf\":" + Json.quoted(digest) + "},\"stream\":false}";
        must(server.post("/api/create", line.substring(0, line.lastIndexOf('}')) + files));
        // Ollama lists the newest first, to the second; models of one second come in any order.
        long now = Instant.now().getEpochSecond();
        Await.until("the next second", () -> Instant.now().getEpochSecond() > now);
    }

    private static void must(HttpResponse<String> answer) {
        if (answer.statusCode() >= 300 || answer.body().contains("\"error\"")) {
            throw new AssertionError("the models cannot be made: " + answer.body());
        }
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }
}
