package dev.herd.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.config.ConfigException;
import dev.herd.engine.config.UpstreamSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NamedServersTest {
    private static NamedServers named(String... specs) {
        return new NamedServers(Arrays.stream(specs).map(UpstreamSpec::parse).toList(), new ThisMachine("desk"));
    }

    private static void assertTwins(String message, String... specs) {
        assertThatThrownBy(() -> named(specs).refuseTwins())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void takesServersThatDiffer() {
        assertThatCode(() -> named("http://127.0.0.1:1", "http://127.0.0.1:2", "http://192.0.2.7:1")
                        .refuseTwins())
                .doesNotThrowAnyException();
        assertThatCode(() -> named("http://studio.invalid:1", "http://mini.invalid:1")
                        .refuseTwins())
                .as("names are not looked up at the start")
                .doesNotThrowAnyException();
    }

    @Test
    void refusesOneServerTwice() {
        assertTwins("is named twice", "http://a:1,name=A", "http://A:1/,name=B");
        assertTwins(
                "http://desk.local:1 is named twice, also as http://127.0.0.1:1",
                "http://127.0.0.1:1,name=A",
                "http://desk.local:1,name=B");
        assertTwins("is named twice", "http://[::1]:1,name=A", "http://localhost:1,name=B");
    }

    @Test
    void refusesOneNameTwice() {
        assertTwins("two upstreams have the name studio", "http://a:1,name=Studio", "http://b:1,name=studio");
    }

    @Test
    void keepsThisMachinesNameForItself() {
        assertThatThrownBy(() -> named("http://192.0.2.7:1,name=Desk").refuseOwnName("desk"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("has this machine's own name, desk");
        assertThatCode(() -> named("http://127.0.0.1:1,name=desk").refuseOwnName("desk"))
                .doesNotThrowAnyException();
    }
}
