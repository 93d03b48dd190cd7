package dev.herd.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PullableNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama3.2",
                "llama3.2:3b",
                "Qwen2.5-Coder:32b-instruct-q4_K_M",
                "someone/phi-4:latest",
                "gpt-oss:20b",
                "someone/gpt-oss",
                "o1x",
                "olmo2",
                "deepseek-r1:7b",
                "codegemma",
                "wizardlm"
            })
    void theRegistryMayHaveIt(String name) {
        assertThat(PullableName.is(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claude-opus-4-1",
                "anthropic/claude-3-haiku",
                "gpt-4o-mini",
                "GPT-5",
                "openai/gpt-4.1",
                "o3",
                "o4-mini",
                "chatgpt-4o-latest",
                "gemini-2.5-pro",
                "text-embedding-3-small",
                "deepseek-chat",
                "whisper-1",
                "qwen3-coder:480b-cloud",
                "glm-4.6:cloud",
                "registry.example/user/model",
                "localhost:5000/x",
                "hf.co/user/model",
                "host:80/x/y",
                "a b",
                "a\r\nX: y",
                "../x",
                "x/",
                "",
                ":tag",
                "x:"
            })
    void aRequestMayNotHaveItPulled(String name) {
        assertThat(PullableName.is(name)).isFalse();
    }
}
