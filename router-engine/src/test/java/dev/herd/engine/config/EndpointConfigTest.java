package dev.herd.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EndpointConfigTest {
    private static EndpointConfig on(String bind) {
        return new EndpointConfig(1, bind, "");
    }

    @Test
    void tellsTheHostThatThisMachinesProgramsReachItBy() {
        assertThat(on("127.0.0.1").reachedAt()).isEqualTo("127.0.0.1");
        assertThat(on("0.0.0.0").reachedAt()).isEqualTo("127.0.0.1");
        assertThat(on("::").reachedAt()).isEqualTo("127.0.0.1");
        assertThat(on("localhost").reachedAt()).isEqualTo("127.0.0.1");
        assertThat(on("192.168.1.7").reachedAt()).isEqualTo("192.168.1.7");
        assertThat(on("::1").reachedAt()).isEqualTo("[::1]");
        assertThat(on("[::1]").reachedAt()).isEqualTo("[::1]");
    }

    @Test
    void keepsTheKeyToItself() {
        assertThat(new EndpointConfig(1, "0.0.0.0", "secret").toString())
                .doesNotContain("secret")
                .contains("set");
    }

    @Test
    void refusesPortsThatDoNotExist() {
        assertThatThrownBy(() -> new EndpointConfig(65_536, "127.0.0.1", "")).hasMessageContaining("65535");
        assertThatThrownBy(() -> new EndpointConfig(-1, "127.0.0.1", "")).hasMessageContaining("endpoint.port");
        assertThatThrownBy(() -> on(" ")).hasMessageContaining("endpoint.bind");
    }
}
