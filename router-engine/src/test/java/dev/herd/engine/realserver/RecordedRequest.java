package dev.herd.engine.realserver;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import dev.herd.engine.testing.TestHerd;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One line of `requests.jsonl`: a request that a real server was once asked.
///
/// @param headers besides `Content-Type`, which is JSON's where there is a body
record RecordedRequest(String name, String method, String path, Map<String, String> headers, String body) {
    /// Stands in the file for a text of 3,000 words, which no window of the models holds.
    private static final String LONG = "@long@";

    RecordedRequest {
        headers = Map.copyOf(headers);
    }

    /// All of a file; later ones rely on what earlier ones loaded.
    ///
    /// @param file `requests` or `more`
    static List<RecordedRequest> all(String file) {
        try (InputStream lines = RecordedRequest.class.getResourceAsStream("/realserver/" + file + ".jsonl")) {
            String text = new String(Objects.requireNonNull(lines).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(RecordedRequest::parse).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static RecordedRequest parse(String line) {
        JsonFields fields = TestHerd.json(line);
        try {
            Map<String, String> headers = new LinkedHashMap<>();
            fields.object("headers")
                    .members()
                    .forEach(header -> headers.put(header.name(), header.value().text()));
            JsonSlice json = fields.get("json");
            String body = json == null ? fields.textOrEmpty("text") : json.raw();
            return new RecordedRequest(
                    fields.textOrEmpty("name"),
                    fields.textOrEmpty("method"),
                    fields.textOrEmpty("path"),
                    headers,
                    body.replace(LONG, "abc ".repeat(3000)));
        } catch (BadRequestException unsound) {
            throw new AssertionError("an unsound line: " + line, unsound);
        }
    }

    HttpRequest to(String base) {
        HttpRequest.BodyPublisher publisher = body.isEmpty() && !method.equals("POST")
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).method(method, publisher);
        if (!body.isEmpty() && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        return request.build();
    }
}
