package dev.herd.engine.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.inference.Endpoint;
import dev.herd.engine.protocol.ollama.OllamaDialect;
import dev.herd.engine.protocol.openai.OpenAiDialect;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RunnerOptionsTest {
    private static byte[] chat(String options) {
        return ("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"options\":" + options + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void refusesAWindowThatIsNoNumberInEveryDialect() {
        for (String wrong : new String[] {"\"big\"", "[]", "true"}) {
            byte[] body = chat("{\"num_ctx\":" + wrong + "}");
            assertThatThrownBy(() -> new OllamaDialect().read(Endpoint.OLLAMA_CHAT, body))
                    .as(wrong)
                    .hasMessage("option \"num_ctx\" must be of type integer");
            assertThatThrownBy(() -> new OpenAiDialect().read(Endpoint.OPENAI_CHAT, body))
                    .as(wrong)
                    .hasMessage("option \"num_ctx\" must be of type integer");
        }
    }

    @Test
    void readsAWindowHoweverItIsWritten() throws BadRequestException {
        for (String written : new String[] {"4096", "4096.0", "4096.9", "4.096e3"}) {
            assertThat(window(written)).as(written).hasValue(4096);
        }
        for (String none : new String[] {"null", "0", "-1", "1e30"}) {
            assertThat(window(none)).as(none).isEmpty();
        }
    }

    private static OptionalInt window(String written) throws BadRequestException {
        byte[] body = chat("{\"num_ctx\":" + written + "}");
        return new OllamaDialect().read(Endpoint.OLLAMA_CHAT, body).window();
    }
}
