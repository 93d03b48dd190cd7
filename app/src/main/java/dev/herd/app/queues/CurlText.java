package dev.herd.app.queues;

import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.fleet.Holder;
import java.util.ArrayList;
import java.util.List;

/// A request as a line for a shell. What was said is not kept anywhere, so a placeholder stands in its place. Pure.
final class CurlText {
    private static final String MESSAGES = "[{\"role\":\"user\",\"content\":\"<your messages>\"}]";
    private static final String PROMPT = "\"<your prompt>\"";
    private static final String MODEL = "<your model>";

    /// A shell reads on there.
    private static final String NEXT_LINE = " \\\n  ";

    /// Anthropic's API refuses requests without either.
    private static final String ANTHROPIC_VERSION = "anthropic-version: 2023-06-01";
    private static final int ANTHROPIC_MAX_TOKENS = 1024;

    private CurlText() {}

    /// The request again, on the route and with the model that its client used.
    ///
    /// @param endpoint where clients connect, such as `http://localhost:11435`
    static String of(RequestTrace request, String endpoint) {
        List<String> words = new ArrayList<>();
        words.add("curl");
        if (streams(request)) {
            words.add("-N");
        }
        words.add(quotedIfNeeded(base(endpoint) + request.path()));
        headers(request).forEach(header -> words.add("-H " + quoted(header)));
        words.add("-d " + quoted(body(request)));
        return String.join(" ", words);
    }

    /// A first request, ready to run: to a model that is loaded where there is one.
    static String first(EngineSnapshot snapshot) {
        String model = snapshot.fleet().models().values().stream()
                .flatMap(List::stream)
                .filter(holder -> holder.serves() && !holder.model().lacks("completion"))
                .sorted((one, other) -> Boolean.compare(isCold(one), isCold(other)))
                .map(holder -> ModelName.shortened(holder.model().name()))
                .findFirst()
                .orElse(MODEL);
        String body = "{\"model\":" + json(model) + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
        return "curl " + quotedIfNeeded(base(snapshot.endpoint()) + "/v1/chat/completions") + NEXT_LINE
                + "-H 'Content-Type: application/json'" + NEXT_LINE + "-d " + quoted(body);
    }

    private static boolean isCold(Holder holder) {
        return holder.model().resident() == null;
    }

    private static String base(String endpoint) {
        return endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
    }

    private static List<String> headers(RequestTrace request) {
        List<String> headers = new ArrayList<>();
        headers.add("Content-Type: application/json");
        if (isAnthropic(request)) {
            headers.add(ANTHROPIC_VERSION);
        }
        if (request.tenant().equals(AppName.KEY)) {
            headers.add("Authorization: Bearer <your key>");
        }
        if (!request.tags().isEmpty()) {
            headers.add("X-Herd-Tags: " + String.join(",", request.tags()));
        }
        String usual = request.stream() ? "interactive" : "normal";
        if (!request.requestClass().isEmpty() && !request.requestClass().equals(usual)) {
            headers.add("X-Herd-Priority: " + request.requestClass());
        }
        return headers;
    }

    private static String body(RequestTrace request) {
        StringBuilder body = new StringBuilder("{\"model\":");
        body.append(json(request.askedModel().isBlank() ? MODEL : request.askedModel()));
        if (isAnthropic(request)) {
            body.append(",\"max_tokens\":").append(ANTHROPIC_MAX_TOKENS);
        }
        body.append(',').append(content(request.path()));
        if (!isEmbedding(request) && request.stream() != streamsByDefault(request)) {
            body.append(",\"stream\":").append(request.stream());
        }
        return body.append('}').toString();
    }

    private static String content(String path) {
        return switch (path) {
            case "/api/embed", "/v1/embeddings", "/v1/responses" -> "\"input\":" + PROMPT;
            case "/api/generate", "/api/embeddings", "/v1/completions" -> "\"prompt\":" + PROMPT;
            default -> "\"messages\":" + MESSAGES;
        };
    }

    private static boolean isAnthropic(RequestTrace request) {
        return request.path().equals("/v1/messages");
    }

    private static boolean isEmbedding(RequestTrace request) {
        return request.path().contains("embed");
    }

    private static boolean streams(RequestTrace request) {
        return request.stream() && !isEmbedding(request);
    }

    /// Ollama's routes stream unless told otherwise, all others do not.
    private static boolean streamsByDefault(RequestTrace request) {
        return request.path().startsWith("/api/");
    }

    private static String json(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private static String quotedIfNeeded(String url) {
        return url.matches("[A-Za-z0-9:/._%-]+") ? url : quoted(url);
    }

    /// For a POSIX shell: nothing within single quotes means anything but the quote itself.
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
