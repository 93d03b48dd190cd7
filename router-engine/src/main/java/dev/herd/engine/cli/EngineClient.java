package dev.herd.engine.cli;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.ErrorText;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.storage.HomeDirectory;
import dev.herd.engine.storage.RunningEngine;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Asks a running engine over HTTP.
final class EngineClient {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String url;
    private final String apiKey;

    /// @param url http or https address of an engine
    EngineClient(String url, String apiKey) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.apiKey = apiKey;
    }

    /// The engine at an address, as a person types it.
    ///
    /// @throws CommandFailed when the text is no http or https address
    static EngineClient of(String url, String apiKey) throws CommandFailed {
        String address = url.contains("://") ? url : "http://" + url;
        try {
            URI uri = new URI(address);
            if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("(?i)https?")) {
                return new EngineClient(address, apiKey);
            }
        } catch (URISyntaxException unreadable) {
            // Then it is no address, which is told below.
        }
        throw CommandFailed.usage("--url must be an http or https address, not " + url);
    }

    /// The engine that runs on a home.
    static EngineClient of(HomeDirectory home, String apiKey) throws CommandFailed {
        try {
            Optional<RunningEngine> engine = RunningEngine.find(home);
            if (engine.isEmpty()) {
                throw CommandFailed.failed("Herd does not run on " + home.path() + "; start it with: herd serve");
            }
            RunningEngine running = engine.get();
            if (running.port() == 0) {
                throw CommandFailed.failed("Herd is starting on " + home.path() + "; ask again in a moment");
            }
            return new EngineClient("http://" + running.host() + ":" + running.port(), apiKey);
        } catch (IOException unreadable) {
            throw CommandFailed.failed(String.valueOf(unreadable.getMessage()));
        }
    }

    /// The answer's body.
    String get(String path) throws CommandFailed {
        return send("GET", path, "");
    }

    JsonFields getJson(String path) throws CommandFailed {
        return json(get(path));
    }

    static JsonFields json(String text) throws CommandFailed {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return JsonFields.of(bytes, 0, bytes.length);
        } catch (BadRequestException malformed) {
            throw CommandFailed.failed("the answer is no JSON: " + malformed.reason());
        }
    }

    String send(String method, String path, String body) throws CommandFailed {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!apiKey.isEmpty()) {
            request.header("Authorization", "Bearer " + apiKey);
        }
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw CommandFailed.failed(ErrorText.of(response.body().getBytes(StandardCharsets.UTF_8)));
            }
            return response.body();
        } catch (IOException unreachable) {
            throw CommandFailed.failed("Herd does not answer on " + url + ": " + unreachable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw CommandFailed.failed("interrupted");
        }
    }
}
