package dev.herd.engine.cli;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.ErrorText;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.storage.HomeDirectory;
import dev.herd.engine.storage.RunningEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    private HttpRequest.Builder request(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!apiKey.isEmpty()) {
            request.header("Authorization", "Bearer " + apiKey);
        }
        return request;
    }

    private CommandFailed silent(IOException why) {
        return CommandFailed.failed("Herd does not answer on " + url + ": " + why);
    }

    /// An answer that comes line by line, however long it takes. For one thread.
    final class Lines implements AutoCloseable {
        private final HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        private final HttpResponse<InputStream> response;
        private final BufferedReader reader;

        private Lines(HttpRequest request) throws CommandFailed {
            try {
                response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
                if (response.statusCode() >= 400) {
                    throw CommandFailed.failed(ErrorText.of(response.body().readAllBytes()));
                }
                reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            } catch (IOException unreachable) {
                throw silent(unreachable);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw CommandFailed.failed("interrupted");
            }
        }

        /// The machine that answers.
        String node() {
            return response.headers().firstValue("X-Fleet-Node").orElse("the fleet");
        }

        /// The next line, null at the end.
        @Nullable
        String next() throws CommandFailed {
            try {
                return reader.readLine();
            } catch (IOException cut) {
                throw CommandFailed.failed("the answer broke off: " + cut.getMessage());
            }
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }

    /// Asks by POST for an answer that comes line by line; to be closed.
    Lines lines(String path, String body) throws CommandFailed {
        return new Lines(request("POST", path, body).build());
    }

    String send(String method, String path, String body) throws CommandFailed {
        HttpRequest request = request(method, path, body).timeout(PATIENCE).build();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw CommandFailed.failed(ErrorText.of(response.body().getBytes(StandardCharsets.UTF_8)));
            }
            return response.body();
        } catch (IOException unreachable) {
            throw silent(unreachable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw CommandFailed.failed("interrupted");
        }
    }
}
