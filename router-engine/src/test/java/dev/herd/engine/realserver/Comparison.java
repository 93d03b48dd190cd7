package dev.herd.engine.realserver;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// In what two answers to one request differ, for a client that reads them: status, headers that clients act on, the
/// order and number of events, keys and their order, and all values but those that no two answers have in common.
final class Comparison {
    private static final List<String> HEADERS = List.of(
            "Content-Type",
            "Allow",
            "Access-Control-Allow-Origin",
            "Access-Control-Allow-Methods",
            "Access-Control-Allow-Headers",
            "Access-Control-Max-Age");

    /// Moments, durations and ids of answers; those of models are the same each time.
    private static final Set<String> VOLATILE = Set.of(
            "id",
            "created",
            "created_at",
            "expires_at",
            "total_duration",
            "load_duration",
            "prompt_eval_duration",
            "eval_duration");

    private final Set<String> found = new LinkedHashSet<>();

    private Comparison() {}

    /// One line per difference, such as `status: 404 -> 400` or `$.error: "a" -> "b"`; list positions are left out, so
    /// that what is the same in each event is said once.
    static Set<String> of(HttpResponse<String> direct, HttpResponse<String> herd) {
        var comparison = new Comparison();
        comparison.texts("status", Integer.toString(direct.statusCode()), Integer.toString(herd.statusCode()));
        for (String header : HEADERS) {
            comparison.texts(header, header(direct, header), header(herd, header));
        }
        comparison.bodies(direct.body(), herd.body());
        return comparison.found;
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("none");
    }

    private void texts(String what, String direct, String herd) {
        if (!direct.equals(herd)) {
            found.add(what + ": " + direct + " -> " + herd);
        }
    }

    private void bodies(String direct, String herd) {
        List<String> directEvents = events(direct);
        List<String> herdEvents = events(herd);
        if (directEvents.size() != herdEvents.size()) {
            found.add("events: " + directEvents.size() + " -> " + herdEvents.size());
            return;
        }
        for (int i = 0; i < directEvents.size(); i++) {
            values("$", JsonSlice.of(directEvents.get(i)), JsonSlice.of(herdEvents.get(i)));
        }
    }

    /// The lines of a stream without what frames them, or the whole body. A line that is no JSON is compared as it is.
    private static List<String> events(String body) {
        return body.lines()
                .map(line -> line.startsWith("data: ") ? line.substring("data: ".length()) : line)
                .filter(line -> !line.isBlank())
                .toList();
    }

    private void values(String path, JsonSlice direct, JsonSlice herd) {
        try {
            if (direct.isObject() && herd.isObject()) {
                objects(path, direct.fields(), herd.fields());
            } else if (direct.isArray() && herd.isArray()) {
                arrays(path, direct.elements(), herd.elements());
            } else if (!(direct.isString() && herd.isString() && direct.text().equals(herd.text()))) {
                texts(path, direct.raw(), herd.raw());
            }
        } catch (BadRequestException noJson) {
            texts(path, direct.raw(), herd.raw());
        }
    }

    private void objects(String path, JsonFields direct, JsonFields herd) throws BadRequestException {
        texts("keys of " + path, keys(direct), keys(herd));
        boolean model = direct.textOrEmpty("object").equals("model");
        for (JsonFields.Member member : direct.members()) {
            JsonSlice other = herd.get(member.name());
            if (other == null || (!model && VOLATILE.contains(member.name()))) {
                continue;
            }
            if (member.name().equals("arguments")) {
                // Ollama writes them in a random order.
                texts(path + ".arguments", sorted(member.value()), sorted(other));
            } else {
                values(path + "." + member.name(), member.value(), other);
            }
        }
    }

    /// The members of an object, or of one inside of a string.
    private static String sorted(JsonSlice arguments) throws BadRequestException {
        JsonSlice object = arguments.isString() ? JsonSlice.of(arguments.text()) : arguments;
        return object.fields().members().stream()
                .map(member -> member.name() + "=" + member.value().raw())
                .sorted()
                .toList()
                .toString();
    }

    private static String keys(JsonFields fields) {
        return fields.members().stream().map(JsonFields.Member::name).collect(Collectors.joining(" "));
    }

    private void arrays(String path, List<JsonSlice> direct, List<JsonSlice> herd) {
        if (direct.size() != herd.size()) {
            found.add("length of " + path + ": " + direct.size() + " -> " + herd.size());
            return;
        }
        List<JsonSlice> others = new ArrayList<>(herd);
        for (JsonSlice element : direct) {
            values(path + "[]", element, others.removeFirst());
        }
    }
}
