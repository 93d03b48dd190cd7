package dev.herd.engine.sensing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelServersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ollama",
                "/usr/local/bin/ollama",
                "C:\\Users\\a\\AppData\\Local\\Programs\\Ollama\\ollama.exe",
                "ollama_llama_se",
                "llama-server",
                "llama-box",
                "LM Studio",
                "LM Studio Helper",
                "VLLM::EngineCor",
                "com.docker.llam",
                "mlx_lm.server",
                "text-generation",
                "koboldcpp"
            })
    void knowsServersByName(String name) {
        assertThat(ModelServers.isServer(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bash",
                "ollamabar",
                "java",
                "lmsensors",
                "python3",
                "llama",
                "text-editor",
                "com.docker.back"
            })
    void takesNoOtherForOne(String name) {
        assertThat(ModelServers.isServer(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "python3 -m vllm.entrypoints.openai.api_server --model x",
                "/opt/venv/bin/python3.12 -u -m mlx_lm.server",
                "python3 /opt/venv/bin/vllm serve qwen",
                "uv run sglang",
                "python -m llama_cpp.server --model x",
                "pt_main_thread /opt/venv/bin/vllm serve qwen"
            })
    void knowsWhatInterpretersRun(String line) {
        List<String> arguments = List.of(line.split(" "));

        assertThat(ModelServers.isInterpreter(arguments.getFirst())).isTrue();
        assertThat(ModelServers.runsServer(arguments)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"python3", "python3 -c print(1)", "python3 train.py vllm", "python3 -m http.server", "python3 -m"
            })
    void takesNoOtherScriptForOne(String line) {
        assertThat(ModelServers.runsServer(List.of(line.split(" ")))).isFalse();
    }
}
