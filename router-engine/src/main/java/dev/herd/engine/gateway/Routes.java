package dev.herd.engine.gateway;

import dev.herd.engine.inference.DialectName;
import dev.herd.engine.inference.Endpoint;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which method and path lead where. Immutable.
final class Routes {
    private static final Set<String> GET = Set.of("GET", "HEAD");
    private static final Set<String> POST = Set.of("POST");
    private static final Set<String> DELETE = Set.of("DELETE");

    /// One line of the table. A pattern's `*` stands for one segment, or, at its end, for the rest of the path.
    private record Line(Set<String> methods, String pattern, Route route) {}

    private final List<Line> lines = new ArrayList<>();

    Routes() {
        for (Endpoint endpoint : Endpoint.values()) {
            lines.add(new Line(POST, endpoint.path(), new Route.Inference(endpoint)));
        }
        page(GET, "/", Route.Page.ROOT);
        page(GET, "/api/version", Route.Page.VERSION);
        page(GET, "/api/tags", Route.Page.TAGS);
        page(GET, "/api/ps", Route.Page.PS);
        page(POST, "/api/show", Route.Page.SHOW);
        page(POST, "/api/pull", Route.Page.PULL);
        page(GET, "/v1/models", Route.Page.OPENAI_MODELS);
        page(GET, "/v1/models/*", Route.Page.OPENAI_MODEL);
        page(GET, "/fleet/status", Route.Page.FLEET_STATUS);
        page(GET, "/fleet/queue", Route.Page.FLEET_QUEUE);
        page(GET, "/fleet/trends", Route.Page.FLEET_TRENDS);
        page(GET, "/fleet/requests", Route.Page.FLEET_REQUESTS);
        page(GET, "/fleet/requests/*", Route.Page.FLEET_REQUEST);
        page(DELETE, "/fleet/requests/*", Route.Page.FLEET_CANCEL);
        page(GET, "/fleet/pulls", Route.Page.FLEET_PULLS);
        page(DELETE, "/fleet/pulls/*", Route.Page.FLEET_PULL_CANCEL);
        page(GET, "/fleet/pins", Route.Page.FLEET_PINS);
        page(POST, "/fleet/pins", Route.Page.FLEET_PIN);
        page(DELETE, "/fleet/pins", Route.Page.FLEET_UNPIN);
        page(DELETE, "/fleet/pins/*", Route.Page.FLEET_UNPIN);
        page(GET, "/fleet/events", Route.Page.FLEET_EVENTS);
        nodes();
        page(GET, "/metrics", Route.Page.METRICS);
        later(POST, "/v1/messages", "/v1/messages/count_tokens", "/v1/responses");
        later(POST, "/v1/audio/transcriptions", "/v1/images/generations", "/v1/images/edits", "/v1/rerank");
        later(POST, "/api/push", "/api/create", "/api/copy");
        later(POST, "/api/generate-image", "/api/transcribe", "/api/embed-image");
        later(DELETE, "/api/delete");
        later(Set.of("HEAD", "POST"), "/api/blobs/*");
        later(GET, "/fleet/health");
    }

    private void nodes() {
        page(POST, "/fleet/nodes/*/pause", Route.Page.NODE_PAUSE);
        page(POST, "/fleet/nodes/*/resume", Route.Page.NODE_RESUME);
        page(POST, "/fleet/nodes/*/drain", Route.Page.NODE_DRAIN);
        page(POST, "/fleet/nodes/*/undrain", Route.Page.NODE_UNDRAIN);
        page(POST, "/fleet/nodes/*/protect", Route.Page.NODE_PROTECT);
        page(GET, "/fleet/nodes/*/week", Route.Page.NODE_WEEK);
        page(POST, "/fleet/nodes/*/week", Route.Page.NODE_MARK);
        page(DELETE, "/fleet/nodes/*/week", Route.Page.NODE_FORGET_WEEK);
    }

    private void page(Set<String> methods, String pattern, Route.Page page) {
        lines.add(new Line(methods, pattern, new Route.Local(page, dialectOf(pattern), "")));
    }

    private void later(Set<String> methods, String... patterns) {
        for (String pattern : patterns) {
            lines.add(new Line(methods, pattern, new Route.Later(dialectOf(pattern))));
        }
    }

    /// The path that is meant where a client joins an address that ends in a slash with one that begins with it, or
    /// leaves a slash behind. Answered as it is meant, since many clients do not follow a redirect with a POST.
    ///
    /// @param rawPath as the client sent it, still percent-encoded: `%2F` is part of a name
    static String tidy(String rawPath) {
        if (rawPath.length() < 2 || (rawPath.charAt(rawPath.length() - 1) != '/' && !rawPath.contains("//"))) {
            return rawPath;
        }
        StringBuilder tidy = new StringBuilder(rawPath.length());
        for (int i = 0; i < rawPath.length(); i++) {
            char letter = rawPath.charAt(i);
            boolean again = letter == '/' && !tidy.isEmpty() && tidy.charAt(tidy.length() - 1) == '/';
            if (!again) {
                tidy.append(letter);
            }
        }
        int end = tidy.length() - 1;
        return end > 0 && tidy.charAt(end) == '/' ? tidy.substring(0, end) : tidy.toString();
    }

    /// @param rawPath tidy, still percent-encoded
    Route find(String method, String rawPath) {
        Set<String> allowed = new TreeSet<>();
        for (Line line : lines) {
            String parameter = match(line.pattern(), rawPath);
            if (parameter == null) {
                continue;
            }
            if (line.methods().contains(method)) {
                return line.route() instanceof Route.Local local
                        ? new Route.Local(local.page(), local.dialect(), parameter)
                        : line.route();
            }
            allowed.addAll(line.methods());
        }
        DialectName dialect = dialectOf(rawPath);
        return allowed.isEmpty()
                ? new Route.Unknown(dialect)
                : new Route.WrongMethod(dialect, String.join(", ", allowed));
    }

    /// The decoded part that `*` stands for, empty when the pattern has none, null when the path does not match.
    private static @Nullable String match(String pattern, String path) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(path) ? "" : null;
        }
        String head = pattern.substring(0, star);
        String tail = pattern.substring(star + 1);
        if (!path.startsWith(head) || !path.endsWith(tail) || path.length() <= head.length() + tail.length()) {
            return null;
        }
        String middle = path.substring(head.length(), path.length() - tail.length());
        if (!tail.isEmpty() && middle.indexOf('/') >= 0) {
            return null;
        }
        return decoded(middle);
    }

    /// Without its percent-encoding; a plus is a plus.
    static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    /// Whose shape an error on that path has.
    static DialectName dialectOf(String path) {
        if (path.equals("/v1/messages") || path.startsWith("/v1/messages/")) {
            return DialectName.ANTHROPIC;
        }
        return path.equals("/v1") || path.startsWith("/v1/") ? DialectName.OPENAI : DialectName.OLLAMA;
    }
}
