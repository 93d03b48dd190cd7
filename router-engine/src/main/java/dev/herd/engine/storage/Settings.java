package dev.herd.engine.storage;

import dev.herd.engine.config.ConfigException;
import dev.herd.engine.config.Courtesy;
import dev.herd.engine.config.DemoConfig;
import dev.herd.engine.config.EndpointConfig;
import dev.herd.engine.config.EngineConfig;
import dev.herd.engine.config.KeepAwake;
import dev.herd.engine.config.LimitsConfig;
import dev.herd.engine.config.LocalConfig;
import dev.herd.engine.config.NodeConfig;
import dev.herd.engine.config.PersonConfig;
import dev.herd.engine.config.PullPolicy;
import dev.herd.engine.config.PullsConfig;
import dev.herd.engine.config.Quantities;
import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.config.TenantWeights;
import dev.herd.engine.config.TracesConfig;
import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.config.WeeklyPause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Settings by their keys, as texts, on the way to their records.
///
/// @param values by the file's keys
/// @param names where each key's value was said, for messages
record Settings(Map<String, String> values, Map<String, String> names) {
    EngineConfig toConfig(Path home, List<UpstreamConfig> upstreams) throws ConfigException {
        try {
            return new EngineConfig(
                    home,
                    new NodeConfig(text("node.name", NodeConfig.DEFAULT.name())),
                    new EndpointConfig(
                            number("endpoint.port", EndpointConfig.DEFAULT_PORT),
                            text("endpoint.bind", EndpointConfig.DEFAULT.bind()),
                            text("endpoint.apiKey", "")),
                    new LocalConfig(flag("local.detect", LocalConfig.DEFAULT.detect())),
                    DemoConfig.OFF,
                    upstreams,
                    new QueueConfig(
                            duration("queue.maxWait", QueueConfig.DEFAULT.maxWait()),
                            duration("queue.maxHold", QueueConfig.DEFAULT.maxHold()),
                            number("queue.perClient", QueueConfig.DEFAULT.perClient()),
                            parsed("queue.weights", QueueConfig.DEFAULT.weights(), TenantWeights::parse),
                            flag("queue.hedge", QueueConfig.DEFAULT.hedge())),
                    new LimitsConfig(
                            size("limits.maxBody", LimitsConfig.DEFAULT.maxBody()),
                            size("limits.allBodies", LimitsConfig.DEFAULT.allBodies())),
                    new TracesConfig(duration("traces.retention", TracesConfig.DEFAULT.retention())),
                    new PullsConfig(parsed("pulls.policy", PullsConfig.DEFAULT.policy(), PullPolicy::parse)),
                    person());
        } catch (IllegalArgumentException outOfRange) {
            throw new ConfigException(String.valueOf(outOfRange.getMessage()));
        }
    }

    private PersonConfig person() throws ConfigException {
        PersonConfig usual = PersonConfig.DEFAULT;
        return new PersonConfig(
                parsed("person.courtesy", usual.courtesy(), Courtesy::parse),
                flag("person.meetings", usual.meetings()),
                flag("person.camera", usual.camera()),
                flag("person.microphone", usual.microphone()),
                parsed("person.ignored", usual.ignored(), PersonConfig::programs),
                flag("person.onBattery", usual.onBattery()),
                flag("person.whenHot", usual.whenHot()),
                parsed("person.keepAwake", usual.keepAwake(), KeepAwake::parse),
                parsed("person.pauses", usual.pauses(), WeeklyPause::parse));
    }

    private String text(String key, String fallback) {
        return values.getOrDefault(key, fallback);
    }

    private <T> T parsed(String key, T fallback, Function<String, T> parser) throws ConfigException {
        String text = values.get(key);
        if (text == null) {
            return fallback;
        }
        try {
            return parser.apply(text);
        } catch (NumberFormatException noNumber) {
            throw new ConfigException(names.getOrDefault(key, key) + ": a whole number is expected, not " + text);
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException(names.getOrDefault(key, key) + ": " + wrong.getMessage());
        }
    }

    private int number(String key, int fallback) throws ConfigException {
        return parsed(key, fallback, Integer::valueOf);
    }

    private Duration duration(String key, Duration fallback) throws ConfigException {
        return parsed(key, fallback, Quantities::duration);
    }

    private long size(String key, long fallback) throws ConfigException {
        return parsed(key, fallback, Quantities::size);
    }

    private boolean flag(String key, boolean fallback) throws ConfigException {
        return parsed(key, fallback, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false is expected, not " + text);
        });
    }
}
