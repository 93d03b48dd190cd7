package dev.herd.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.config.ConfigException;
import dev.herd.engine.config.EngineConfig;
import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.config.UpstreamSpec;
import dev.herd.engine.fleet.UpstreamId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerFileTest {
    @TempDir
    Path path;

    private HomeDirectory home = new HomeDirectory(Path.of("."));

    @BeforeEach
    void atHome() {
        home = new HomeDirectory(path);
    }

    private EngineConfig settings() throws ConfigException {
        return ConfigFile.read(path, home.config(), Map.of());
    }

    @Test
    void keepsAServerForTheNextStart() throws Exception {
        UpstreamConfig server = UpstreamSpec.parse(
                "http://studio.local:11434,name=Studio,kind=ollama,slots=2,memory=64GiB,chip=M2,key-env=KEY");

        new ServerFile(home).add(server);

        assertThat(settings().upstreams()).containsExactly(server);
    }

    @Test
    void leavesEverythingElseOfTheFileAsItIs() throws Exception {
        Files.writeString(
                home.config(),
                "{ \"queue\": {\"maxWait\": \"1m\"},\n \"upstreams\": [ {\"url\":\"http://a:1\",\"name\":\"A\"} ] }");

        new ServerFile(home).add(UpstreamSpec.parse("http://b:2,name=B"));
        new ServerFile(home).remove(UpstreamId.parse("http://a:1"));

        assertThat(settings().upstreams()).containsExactly(UpstreamSpec.parse("http://b:2,name=B"));
        assertThat(Files.readString(home.config())).contains("\"queue\": {\"maxWait\": \"1m\"}");
    }

    @Test
    void saysWhenTheFileDoesNotNameAServer() throws IOException {
        assertThat(new ServerFile(home).remove(UpstreamId.parse("http://a:1"))).isFalse();
        assertThat(home.config()).doesNotExist();
    }

    @Test
    void replacesAServerThatIsNamedAgain() throws Exception {
        new ServerFile(home).add(UpstreamSpec.parse("http://a:1,name=A"));
        new ServerFile(home).add(UpstreamSpec.parse("http://a:1,name=Again"));

        assertThat(settings().upstreams()).containsExactly(UpstreamSpec.parse("http://a:1,name=Again"));
    }

    @Test
    void doesNotTouchAFileItCannotRead() throws IOException {
        Files.writeString(home.config(), "{ not json");

        assertThatThrownBy(() -> new ServerFile(home).add(UpstreamSpec.parse("http://a:1")))
                .isInstanceOf(IOException.class);

        assertThat(Files.readString(home.config())).isEqualTo("{ not json");
    }
}
