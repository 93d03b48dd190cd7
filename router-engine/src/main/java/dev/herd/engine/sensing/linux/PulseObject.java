package dev.herd.engine.sensing.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Something that PulseAudio, or PipeWire in its place, keeps: a stream that records, a source, a client.
///
/// @param fields by their names in `pactl -f json`; numbers and truth values as text
/// @param properties as their makers gave them
record PulseObject(Map<String, String> fields, Map<String, String> properties) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // PulseAudio 16 prints NaN and inf
            .build();

    /// As `pactl list` prints them in the language of machines.
    private static final Pattern HEAD = Pattern.compile("(?:Source Output|Source|Client) #(\\d+)");

    private static final Pattern FIELD = Pattern.compile("\t([A-Z][A-Za-z ]*):\\s*(.*)");
    private static final Pattern PROPERTY = Pattern.compile("\t\t([^\\s=]+) = \"(.*)\"");

    /// Where the text names a field otherwise.
    private static final Map<String, String> NAMES = Map.of("monitor_of_sink", "monitor_source");

    PulseObject {
        fields = Map.copyOf(fields);
        properties = Map.copyOf(properties);
    }

    /// What `field` says, empty when nothing; `n/a` is nothing.
    String field(String name) {
        String value = fields.getOrDefault(name, "");
        return value.equals("n/a") ? "" : value;
    }

    String property(String name) {
        return properties.getOrDefault(name, "").strip();
    }

    /// Those of `pactl -f json list …`; empty when that is not what the text is.
    static Optional<List<PulseObject>> ofJson(String text) {
        try {
            JsonNode list = JSON.readTree(text);
            if (!list.isArray()) {
                return Optional.empty();
            }
            List<PulseObject> found = new ArrayList<>();
            for (JsonNode entry : list) {
                found.add(new PulseObject(values(entry), values(entry.path("properties"))));
            }
            return Optional.of(found);
        } catch (JacksonException other) {
            return Optional.empty();
        }
    }

    private static Map<String, String> values(JsonNode object) {
        Map<String, String> values = new HashMap<>();
        object.properties().forEach(entry -> {
            if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
                values.put(entry.getKey(), entry.getValue().asString());
            }
        });
        return values;
    }

    /// Those of `pactl list …`, which prints nothing where there are none; empty when that is not what the text is.
    static Optional<List<PulseObject>> ofText(String text) {
        List<PulseObject> found = new ArrayList<>();
        Map<String, String> fields = new HashMap<>();
        Map<String, String> properties = new HashMap<>();
        for (String line : text.lines().toList()) {
            Matcher head = HEAD.matcher(line);
            Matcher field = FIELD.matcher(line);
            Matcher property = PROPERTY.matcher(line);
            if (head.matches()) {
                add(found, fields, properties);
                fields.put("index", head.group(1));
            } else if (fields.isEmpty() && !line.isBlank()) {
                return Optional.empty();
            } else if (property.matches()) {
                properties.put(property.group(1), property.group(2));
            } else if (field.matches()) {
                String name = field.group(1).toLowerCase(Locale.ROOT).replace(' ', '_');
                fields.put(NAMES.getOrDefault(name, name), truth(field.group(2)));
            }
        }
        add(found, fields, properties);
        return Optional.of(found);
    }

    private static void add(List<PulseObject> found, Map<String, String> fields, Map<String, String> properties) {
        if (!fields.isEmpty()) {
            found.add(new PulseObject(fields, properties));
            fields.clear();
            properties.clear();
        }
    }

    private static String truth(String word) {
        return switch (word) {
            case "yes" -> "true";
            case "no" -> "false";
            default -> word;
        };
    }
}
