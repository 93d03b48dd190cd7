package dev.herd.engine.storage;

import dev.herd.engine.config.ConfigException;
import dev.herd.engine.config.EngineConfig;
import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.config.UpstreamSpec;
import dev.herd.engine.fleet.NearestName;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads the settings: the file, and over it the environment. Strict: a key that Herd does not know is an error that
/// names the nearest one.
public final class ConfigFile {
    /// Every key of the file, `upstreams` apart. Its environment variable is `HERD_` with the key's words in capitals.
    static final List<String> KEYS = List.of(
            "node.name",
            "endpoint.port",
            "endpoint.bind",
            "endpoint.apiKey",
            "local.detect",
            "queue.maxWait",
            "queue.maxHold",
            "queue.perClient",
            "queue.weights",
            "queue.hedge",
            "limits.maxBody",
            "limits.allBodies",
            "traces.retention",
            "pulls.policy",
            "person.courtesy",
            "person.meetings",
            "person.camera",
            "person.microphone",
            "person.ignored",
            "person.onBattery",
            "person.whenHot",
            "person.keepAwake",
            "person.pauses");

    private static final List<String> UPSTREAM_KEYS =
            List.of("url", "name", "kind", "slots", "memory", "chip", "keyEnv");

    private ConfigFile() {}

    /// The environment variable of a key: `queue.maxWait` is `HERD_QUEUE_MAX_WAIT`.
    public static String variable(String key) {
        return "HERD_"
                + key.replace('.', '_').replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }

    /// @param file may be missing
    /// @throws ConfigException when a setting is wrong
    public static EngineConfig read(Path home, Path file, Map<String, String> environment) throws ConfigException {
        Map<String, String> settings = new LinkedHashMap<>();
        List<UpstreamConfig> upstreams = new ArrayList<>();
        String name = String.valueOf(file.getFileName());
        try {
            if (Files.exists(file)) {
                byte[] bytes = Files.readAllBytes(file);
                readFile(name, JsonFields.of(bytes, 0, bytes.length), settings, upstreams);
            }
        } catch (BadRequestException malformed) {
            throw new ConfigException(name + ": " + malformed.reason());
        } catch (IOException unreadable) {
            throw new ConfigException(name + " cannot be read: " + unreadable.getMessage());
        }
        Map<String, String> names = new LinkedHashMap<>();
        KEYS.forEach(key -> names.put(key, name + ": " + key));
        for (String key : KEYS) {
            take(environment, variable(key), key, settings, names);
        }
        take(environment, "HERD_API_KEY", "endpoint.apiKey", settings, names);
        addUpstreams(environment.getOrDefault("HERD_UPSTREAMS", ""), upstreams);
        return new Settings(settings, names).toConfig(home, upstreams);
    }

    private static void take(
            Map<String, String> environment,
            String variable,
            String key,
            Map<String, String> settings,
            Map<String, String> names) {
        String value = environment.get(variable);
        if (value != null) {
            settings.put(key, value);
            names.put(key, variable);
        }
    }

    private static void addUpstreams(String specs, List<UpstreamConfig> upstreams) throws ConfigException {
        for (String spec : specs.strip().split("\\s+")) {
            if (!spec.isEmpty()) {
                try {
                    upstreams.add(UpstreamSpec.parse(spec));
                } catch (IllegalArgumentException wrong) {
                    throw new ConfigException("HERD_UPSTREAMS: " + wrong.getMessage());
                }
            }
        }
    }

    private static void readFile(
            String file, JsonFields root, Map<String, String> settings, List<UpstreamConfig> upstreams)
            throws ConfigException, BadRequestException {
        for (JsonFields.Member section : root.members()) {
            if (section.name().equals("upstreams")) {
                readUpstreams(file, section.value(), upstreams);
                continue;
            }
            if (KEYS.stream().noneMatch(key -> key.startsWith(section.name() + "."))) {
                throw unknown(file, section.name(), sections());
            }
            if (!section.value().isObject()) {
                throw new ConfigException(file + ": \"" + section.name() + "\" must be an object of settings");
            }
            for (JsonFields.Member member : section.value().fields().members()) {
                String key = section.name() + "." + member.name();
                if (!KEYS.contains(key)) {
                    throw unknown(file, key, KEYS);
                }
                if (settings.put(key, scalar(file, key, member.value())) != null) {
                    throw new ConfigException(file + ": \"" + key + "\" stands twice");
                }
            }
        }
    }

    private static List<String> sections() {
        List<String> sections = new ArrayList<>(
                KEYS.stream().map(key -> key.split("\\.")[0]).distinct().toList());
        sections.add("upstreams");
        return sections;
    }

    private static String scalar(String file, String key, JsonSlice value) throws ConfigException {
        if (value.isObject() || value.isArray() || value.isNull()) {
            throw new ConfigException(file + ": \"" + key + "\" must be a single value");
        }
        return value.text();
    }

    private static ConfigException unknown(String file, String key, List<String> known) {
        return new ConfigException(file + ": unknown key \"" + key + "\""
                + NearestName.of(key, known)
                        .map(near -> ", did you mean \"" + near + "\"?")
                        .orElse(""));
    }

    private static void readUpstreams(String file, JsonSlice list, List<UpstreamConfig> upstreams)
            throws ConfigException, BadRequestException {
        if (!list.isArray()) {
            throw new ConfigException(file + ": \"upstreams\" must be a list");
        }
        for (JsonSlice element : list.elements()) {
            upstreams.add(readUpstream(file, element));
        }
    }

    private static UpstreamConfig readUpstream(String file, JsonSlice element)
            throws ConfigException, BadRequestException {
        if (!element.isObject()) {
            throw new ConfigException(file + ": each of \"upstreams\" must be an object with a \"url\"");
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (JsonFields.Member member : element.fields().members()) {
            String key = "upstreams." + member.name();
            if (!UPSTREAM_KEYS.contains(member.name())) {
                List<String> known =
                        UPSTREAM_KEYS.stream().map(each -> "upstreams." + each).toList();
                throw unknown(file, key, known);
            }
            String option = member.name().equals("keyEnv") ? "key-env" : member.name();
            if (options.put(option, scalar(file, key, member.value())) != null) {
                throw new ConfigException(file + ": \"" + key + "\" stands twice");
            }
        }
        String url = options.get("url");
        if (url == null) {
            throw new ConfigException(file + ": each of \"upstreams\" needs a \"url\"");
        }
        try {
            return UpstreamSpec.of(url, options);
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException(file + ": " + wrong.getMessage());
        }
    }
}
