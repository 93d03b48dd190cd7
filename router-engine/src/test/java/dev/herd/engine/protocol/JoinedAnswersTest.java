package dev.herd.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.inference.Endpoint;
import dev.herd.engine.protocol.ollama.OllamaDialect;
import dev.herd.engine.protocol.openai.OpenAiDialect;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Requests that are cut, and answers that are joined, byte for byte.
class JoinedAnswersTest {
    private static String joined(Dialect dialect, String... answers) {
        List<byte[]> bodies =
                Arrays.stream(answers).map(answer -> answer.getBytes(UTF_8)).toList();
        return new String(dialect.joined(bodies, 77), UTF_8);
    }

    @Test
    void ollamasVectorsStandAsTheyWereWritten() {
        String one = "{\"model\":\"e\",\"embeddings\": [ [1.10,-0.0], [1e-07,2]\n],\"total_duration\":5,"
                + "\"load_duration\":9,\"prompt_eval_count\":4,\"new\":{\"x\":1.0}}\n";
        String two = "{\"model\":\"e\",\"embeddings\":[[3.000]],\"total_duration\":8,\"load_duration\":2,"
                + "\"prompt_eval_count\":3}";

        assertThat(joined(new OllamaDialect(), one, two))
                .isEqualTo("{\"model\":\"e\",\"embeddings\": [[1.10,-0.0], [1e-07,2],[3.000]],\"total_duration\":77,"
                        + "\"load_duration\":9,\"prompt_eval_count\":7,\"new\":{\"x\":1.0}}");
    }

    @Test
    void whatNoServerSaysIsNotInvented() {
        assertThat(joined(new OllamaDialect(), "{\"embeddings\":[[1]]}", "{\"embeddings\":[[2]]}"))
                .isEqualTo("{\"embeddings\":[[1],[2]]}");
        assertThat(joined(new OpenAiDialect(), "{\"data\":[{\"embedding\":[1]}]}", "{\"data\":[{\"embedding\":[2]}]}"))
                .isEqualTo("{\"data\":[{\"embedding\":[1]},{\"embedding\":[2]}]}");
    }

    @Test
    void openAisEntriesKeepTheirBytesButTheIndex() {
        String one = "{\"object\":\"list\",\"id\":\"a\",\"data\":[{\"index\":1,\"embedding\":[1.10]},"
                + "{\"index\": 0 ,\"embedding\":\"zczMPQ==\",\"x\":1.0}],\"usage\":{\"prompt_tokens\":2,"
                + "\"total_tokens\":2,\"details\":null}}\n";
        String two = "{\"object\":\"list\",\"id\":\"b\",\"data\":[{\"embedding\":[2],\"index\":0}],"
                + "\"usage\":{\"prompt_tokens\":5,\"total_tokens\":6}}";

        assertThat(joined(new OpenAiDialect(), one, two))
                .isEqualTo("{\"object\":\"list\",\"id\":\"a\",\"data\":[{\"index\":1,\"embedding\":[1.10]},"
                        + "{\"index\": 0 ,\"embedding\":\"zczMPQ==\",\"x\":1.0},{\"embedding\":[2],\"index\":2}],"
                        + "\"usage\":{\"prompt_tokens\":7,\"total_tokens\":8,\"details\":null}}");
    }

    @Test
    void aPartOfARequestIsTheRequestWithFewerInputs() throws BadRequestException {
        String body = "{\"model\":\"e\",\"input\": [ \"a,]\" , \"b\\\"\",\n\"ç\" ],\"dimensions\": 8.0}";
        Envelope envelope = new OllamaDialect().read(Endpoint.OLLAMA_EMBED, body.getBytes(UTF_8));
        EmbeddingInputs inputs = Objects.requireNonNull(EmbeddingInputs.of(envelope), "a list");

        assertThat(inputs.count()).isEqualTo(3);
        assertThat(new String(inputs.body(0, 1), UTF_8))
                .isEqualTo("{\"model\":\"e\",\"input\": [\"a,]\"],\"dimensions\": 8.0}");
        assertThat(new String(inputs.body(1, 3), UTF_8))
                .isEqualTo("{\"model\":\"e\",\"input\": [\"b\\\"\",\n\"ç\"],\"dimensions\": 8.0}");
    }

    @Test
    void oneTextIsNoList() throws BadRequestException {
        for (String input : List.of("\"text\"", "[]")) {
            byte[] body = ("{\"model\":\"e\",\"input\":" + input + "}").getBytes(UTF_8);
            EmbeddingInputs inputs = EmbeddingInputs.of(new OllamaDialect().read(Endpoint.OLLAMA_EMBED, body));
            assertThat(inputs == null ? 0 : inputs.count()).isZero();
        }
    }
}
