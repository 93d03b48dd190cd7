package dev.herd.engine.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.inference.Endpoint;
import dev.herd.engine.protocol.ollama.OllamaDialect;
import dev.herd.engine.protocol.openai.OpenAiDialect;
import java.nio.charset.StandardCharsets;
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
    void takesNoWindowForNone() throws BadRequestException {
        assertThat(new OllamaDialect()
                        .read(Endpoint.OLLAMA_CHAT, chat("{\"num_ctx\":null}"))
                        .window())
                .isEmpty();
        assertThat(new OllamaDialect()
                        .read(Endpoint.OLLAMA_CHAT, chat("{\"num_ctx\":4096}"))
                        .window())
                .hasValue(4096);
    }
}
