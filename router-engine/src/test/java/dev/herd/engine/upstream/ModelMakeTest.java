package dev.herd.engine.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a model's make tells of its cache.
class ModelMakeTest {
    /// As Ollama tells it of Llama 3.1 with 8 billion parameters.
    private static final String LLAMA = """
            {"general.architecture":"llama","general.parameter_count":8030261312,"llama.attention.head_count":32,
            "llama.attention.head_count_kv":8,"llama.block_count":32,"llama.context_length":131072,
            "llama.embedding_length":4096,"llama.vocab_size":128256,"tokenizer.ggml.tokens":null%s}""";

    private static ModelMake make(String json) throws BadRequestException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return ModelMake.of(JsonFields.of(bytes, 0, bytes.length));
    }

    @Test
    void multipliesLayersHeadsAndSizes() throws BadRequestException {
        ModelMake llama = make(LLAMA.formatted(""));

        assertThat(llama.trainedWindow()).isEqualTo(131_072);
        assertThat(llama.cacheBytes()).as("128 KiB a token").isEqualTo(131_072);
    }

    @Test
    void takesTheSizesOfHeadsWhereTheyAreStated() throws BadRequestException {
        String stated = ",\"llama.attention.key_length\":256,\"llama.attention.value_length\":64";

        assertThat(make(LLAMA.formatted(stated)).cacheBytes()).isEqualTo(32 * 8 * (256 + 64) * 2);
    }

    @Test
    void readsTheModelsOwnMembersAndNotItsEyes() throws BadRequestException {
        assertThat(make(LLAMA.formatted(",\"llama.vision.block_count\":99,\"clip.block_count\":99"))
                        .cacheBytes())
                .isEqualTo(131_072);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"llama.attention.sliding_window\":1024",
                "\"llama.attention.kv_lora_rank\":512",
                "\"llama.full_attention_interval\":4",
                "\"llama.ssm.state_size\":128",
            })
    void knowsNothingWhereLayersKeepDifferently(String kept) throws BadRequestException {
        assertThat(make(LLAMA.formatted("," + kept)).cacheBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"general.architecture\":\"bert\",\"bert.attention.head_count\":12,\"bert.block_count\":12}",
                "{\"general.architecture\":\"x\",\"x.attention.head_count_kv\":[8,0,8],\"x.block_count\":3,"
                        + "\"x.attention.key_length\":64}",
            })
    void knowsNothingWhereNothingIsSaid(String json) throws BadRequestException {
        assertThat(make(json).cacheBytes()).isZero();
        assertThat(make(json).trainedWindow()).isZero();
    }
}
