package dev.herd.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.config.ConfigException;
import dev.herd.engine.config.EndpointConfig;
import dev.herd.engine.config.EngineConfig;
import dev.herd.engine.config.LimitsConfig;
import dev.herd.engine.config.PullPolicy;
import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.config.TracesConfig;
import dev.herd.engine.config.TenantWeights;
import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.fleet.UpstreamKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    @TempDir
    Path home;

    private EngineConfig read(String json, Map<String, String> environment) throws ConfigException {
        Path file = home.resolve("config.json");
        try {
            Files.writeString(file, json);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
        return ConfigFile.read(home, file, environment);
    }

    @Test
    void needsNoFile() throws ConfigException {
        EngineConfig config = ConfigFile.read(home, home.resolve("missing.json"), Map.of());

        assertThat(config.home()).isEqualTo(home);
        assertThat(config.endpoint()).isEqualTo(EndpointConfig.DEFAULT);
        assertThat(config.queue()).isEqualTo(QueueConfig.DEFAULT);
        assertThat(config.limits()).isEqualTo(LimitsConfig.DEFAULT);
        assertThat(config.traces()).isEqualTo(TracesConfig.DEFAULT);
        assertThat(config.local().detect()).isTrue();
        assertThat(config.pulls().policy()).isEqualTo(PullPolicy.ASK);
        assertThat(config.upstreams()).isEmpty();
    }

    @Test
    void thePolicyForPullsIsOneOfThree() throws ConfigException {
        String file = "{\"pulls\": {\"policy\": \"allow\"}}";

        assertThat(read(file, Map.of("HERD_PULLS_POLICY", "Never")).pulls().policy())
                .as("the environment stands over the file")
                .isEqualTo(PullPolicy.NEVER);
        assertThatThrownBy(() -> read("{\"pulls\": {\"policy\": \"always\"}}", Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("pulls.policy: never, ask, allow is expected, not always");
    }

    @Test
    void readsEverySetting() throws ConfigException {
        EngineConfig config = read("""
                {"node": {"name": "desk"},
                 "endpoint": {"port": 1234, "bind": "0.0.0.0", "apiKey": "k"},
                 "local": {"detect": false},
                 "queue": {"maxWait": "2m", "maxHold": 3, "weights": "ide=3, night=0.5", "hedge": true},
                 "limits": {"maxBody": "1MiB", "allBodies": "2MiB"},
                 "traces": {"retention": "7d"},
                 "pulls": {"policy": "allow"},
                 "upstreams": [{"url": "http://a:1", "name": "A", "kind": "openai", "slots": 3,
                                "memory": "8GiB", "chip": "M1", "keyEnv": "KEY"}]}
                """, Map.of());

        assertThat(config.node().name()).isEqualTo("desk");
        assertThat(config.endpoint()).isEqualTo(new EndpointConfig(1234, "0.0.0.0", "k"));
        assertThat(config.local().detect()).isFalse();
        assertThat(config.queue().weights().byTenant()).isEqualTo(Map.of("ide", 3.0, "night", 0.5));
        assertThat(config.queue().weights().of("else")).isEqualTo(1);
        assertThat(config.queue())
                .isEqualTo(new QueueConfig(
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(3),
                        0,
                        new TenantWeights(Map.of("ide", 3.0, "night", 0.5)),
                        true));
        assertThat(config.limits()).isEqualTo(new LimitsConfig(1 << 20, 2 << 20));
        assertThat(config.traces().retention()).isEqualTo(Duration.ofDays(7));
        assertThat(config.pulls().policy()).isEqualTo(PullPolicy.ALLOW);
        UpstreamConfig server = config.upstreams().getFirst();
        assertThat(server.name()).isEqualTo("A");
        assertThat(server.kind()).isEqualTo(UpstreamKind.OPENAI);
        assertThat(server.slots()).isEqualTo(3);
        assertThat(server.memoryBytes()).isEqualTo(8L << 30);
        assertThat(server.chip()).isEqualTo("M1");
        assertThat(server.keyEnv()).isEqualTo("KEY");
    }

    @Test
    void namesAVariableAfterEachKey() {
        assertThat(ConfigFile.KEYS.stream().map(ConfigFile::variable))
                .contains(
                        "HERD_QUEUE_MAX_WAIT",
                        "HERD_QUEUE_MAX_HOLD",
                        "HERD_ENDPOINT_API_KEY",
                        "HERD_LIMITS_ALL_BODIES",
                        "HERD_NODE_NAME",
                        "HERD_LOCAL_DETECT")
                .doesNotHaveDuplicates();
    }

    @Test
    void takesTheEnvironmentOverTheFile() throws ConfigException {
        EngineConfig config = read(
                "{\"queue\":{\"maxWait\":\"2m\",\"maxHold\":\"4s\"},\"upstreams\":[{\"url\":\"http://a:1\"}]}",
                Map.of(
                        "HERD_QUEUE_MAX_WAIT", "90s",
                        "HERD_LOCAL_DETECT", "false",
                        "HERD_API_KEY", "secret",
                        "HERD_UPSTREAMS", " http://b:2,name=B  http://c:3 "));

        assertThat(config.queue().maxWait()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.queue().maxHold()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.local().detect()).isFalse();
        assertThat(config.endpoint().apiKey()).isEqualTo("secret");
        assertThat(config.upstreams()).extracting(UpstreamConfig::name).containsExactly("a:1", "B", "c:3");
    }

    @TestFactory
    Stream<DynamicTest> saysWhichKeyIsWrongAndWhichIsNearest() {
        return Map.ofEntries(
                        Map.entry(
                                "{\"queue\":{\"maxwait\":1}}",
                                "unknown key \"queue.maxwait\", did you mean" + " \"queue.maxWait\"?"),
                        Map.entry("{\"queu\":{\"maxWait\":1}}", "unknown key \"queu\", did you mean \"queue\"?"),
                        Map.entry("{\"upstream\":[]}", "did you mean \"upstreams\"?"),
                        Map.entry("{\"colour\":\"red\"}", "unknown key \"colour\""),
                        Map.entry("{\"queue\":{\"weights\":\"ide\"}}", "weights are written as ide=3"),
                        Map.entry("{\"queue\":{\"weights\":\"ide=0\"}}", "the weight of ide must be 0.01 to 100"),
                        Map.entry("{\"queue\":5}", "\"queue\" must be an object"),
                        Map.entry("{\"queue\":{\"maxWait\":[1]}}", "\"queue.maxWait\" must be a single value"),
                        Map.entry("{\"queue\":{\"maxWait\":null}}", "\"queue.maxWait\" must be a single value"),
                        Map.entry("{\"queue\":{\"maxWait\":1,\"maxWait\":2}}", "\"queue.maxWait\" stands twice"),
                        Map.entry("{\"queue\":{\"maxWait\":\"soon\"}}", "config.json: queue.maxWait: a duration"),
                        Map.entry("{\"endpoint\":{\"port\":\"x\"}}", "config.json: endpoint.port: a whole number"),
                        Map.entry("{\"endpoint\":{\"port\":70000}}", "endpoint.port must be 0 to 65535"),
                        Map.entry("{\"local\":{\"detect\":\"maybe\"}}", "true or false"),
                        Map.entry("{\"limits\":{\"maxBody\":\"2GiB\"}}", "limits.maxBody"),
                        Map.entry("{\"traces\":{\"retention\":\"1m\"}}", "at least one hour"),
                        Map.entry("{\"upstreams\":{}}", "\"upstreams\" must be a list"),
                        Map.entry("{\"upstreams\":[\"http://a:1\"]}", "must be an object with a \"url\""),
                        Map.entry("{\"upstreams\":[{\"name\":\"a\"}]}", "needs a \"url\""),
                        Map.entry(
                                "{\"upstreams\":[{\"url\":\"http://a\",\"slot\":1}]}",
                                "unknown key" + " \"upstreams.slot\", did you mean \"upstreams.slots\"?"),
                        Map.entry("{\"upstreams\":[{\"url\":\"http://a\",\"url\":\"http://b\"}]}", "stands twice"),
                        Map.entry("{\"upstreams\":[{\"url\":\"nonsense://a\"}]}", "not an http or https address"),
                        Map.entry("{\"queue\":", "config.json: unexpected EOF"),
                        Map.entry("{\"queue\":{}} trailing", "config.json: invalid JSON"),
                        Map.entry("", "config.json: unexpected EOF"),
                        Map.entry("[]", "an object is expected"))
                .entrySet()
                .stream()
                .map(row -> DynamicTest.dynamicTest(
                        "file " + row.getKey(),
                        () -> assertThatThrownBy(() -> read(row.getKey(), Map.of()))
                                .isInstanceOf(ConfigException.class)
                                .hasMessageContaining(row.getValue())));
    }

    @Test
    void namesTheVariableThatIsWrong() {
        assertThatThrownBy(() -> read("{}", Map.of("HERD_QUEUE_MAX_WAIT", "soon")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("HERD_QUEUE_MAX_WAIT: a duration is expected");
        assertThatThrownBy(() -> read("{}", Map.of("HERD_UPSTREAMS", "http://a:1,slots=0")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("HERD_UPSTREAMS: slots");
    }

    @Test
    void saysWhenTheFileCannotBeRead() throws IOException {
        Path directory = Files.createDirectory(home.resolve("config.json"));

        assertThatThrownBy(() -> ConfigFile.read(home, directory, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("config.json cannot be read");
    }
}
