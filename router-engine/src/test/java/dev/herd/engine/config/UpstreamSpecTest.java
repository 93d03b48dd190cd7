package dev.herd.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.fleet.UpstreamKind;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class UpstreamSpecTest {
    @Test
    void readsAnAddressAlone() {
        UpstreamConfig server = UpstreamSpec.parse("http://Studio.local:11434");

        assertThat(server.id().url()).isEqualTo("http://studio.local:11434");
        assertThat(server.name()).isEqualTo("studio.local:11434");
        assertThat(server.kind()).isNull();
        assertThat(server.slots()).isZero();
        assertThat(server.memoryBytes()).isZero();
        assertThat(server.chip()).isEmpty();
        assertThat(server.keyEnv()).isEmpty();
    }

    @Test
    void readsEveryOption() {
        UpstreamConfig server = UpstreamSpec.parse(
                "https://box:8443/llm, name=My Box ,kind=OpenAI,slots=4,memory=64GiB,chip=M4 Max,key-env=BOX_KEY");

        assertThat(server.id().url()).isEqualTo("https://box:8443/llm");
        assertThat(server.name()).isEqualTo("My Box");
        assertThat(server.kind()).isEqualTo(UpstreamKind.OPENAI);
        assertThat(server.slots()).isEqualTo(4);
        assertThat(server.memoryBytes()).isEqualTo(64L << 30);
        assertThat(server.chip()).isEqualTo("M4 Max");
        assertThat(server.keyEnv()).isEqualTo("BOX_KEY");
    }

    @TestFactory
    Stream<DynamicTest> saysWhatIsWrong() {
        return Map.ofEntries(
                        Map.entry("http://a:1,slot=2", "did you mean \"slots\"?"),
                        Map.entry("http://a:1,colour=red", "options are name, kind, slots"),
                        Map.entry("http://a:1,slots", "unknown option \"slots\""),
                        Map.entry("http://a:1,slots=0", "1 to 256"),
                        Map.entry("http://a:1,slots=257", "1 to 256"),
                        Map.entry("http://a:1,slots=many", "not many"),
                        Map.entry("http://a:1,slots=1,slots=2", "stands twice"),
                        Map.entry("http://a:1,kind=vllm", "ollama or openai"),
                        Map.entry("http://a:1,memory=lots", "a size is expected"),
                        Map.entry("http://a:1,name=", "must not be blank"),
                        Map.entry("ftp://a:1", "not an http or https address: \"ftp://a:1\""),
                        Map.entry("http://", "not an http or https address"),
                        Map.entry("", "not an http or https address"))
                .entrySet()
                .stream()
                .map(row -> DynamicTest.dynamicTest(
                        "spec " + row.getKey(),
                        () -> assertThatThrownBy(() -> UpstreamSpec.parse(row.getKey()))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining(row.getValue())));
    }
}
