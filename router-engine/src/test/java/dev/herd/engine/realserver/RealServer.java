package dev.herd.engine.realserver;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonSlice;
import dev.herd.engine.testing.TestHerd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The Ollama that the tests are given by `-Dollama.url=`. It is asked, loaded and unloaded, and never harmed.
final class RealServer implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;

    RealServer(String url) {
        this.url = url;
    }

    static RealServer given() {
        @Nullable String url = System.getProperty("ollama.url");
        if (url == null || url.isBlank()) {
            throw new IllegalStateException("say where Ollama is: -Dollama.url=http://127.0.0.1:11434");
        }
        String address = url.strip().replaceAll("/+$", "");
        KnownModels.ensure(address);
        return new RealServer(address);
    }

    String url() {
        return url;
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new AssertionError("interrupted", stopped);
        }
    }

    String get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url + path)).build()).body();
    }

    HttpResponse<String> post(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /// Names and windows of what is loaded, as `/api/ps` of Ollama, or of Herd, says it.
    static List<String> loaded(String ps) {
        return elements(ps).stream()
                .map(model -> TestHerd.at(model, "name") + TestHerd.at(model, "context_length"))
                .sorted()
                .toList();
    }

    private static List<String> elements(String list) {
        try {
            return TestHerd.json(list).array("models").stream()
                    .map(JsonSlice::raw)
                    .toList();
        } catch (BadRequestException unsound) {
            throw new AssertionError("no list of models: " + list, unsound);
        }
    }

    void unloadAll() {
        for (String model : elements(get("/api/ps"))) {
            post("/api/generate", "{\"model\":" + TestHerd.at(model, "name") + ",\"keep_alive\":0}");
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
