package dev.herd.engine.registry;

import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.UpstreamKind;
import java.util.OptionalInt;
import java.util.Set;

/// How many requests may run on a model at once: what the person said, else what the server was started with, else one
/// for Ollama (its own default) and four for the others (the default of llama.cpp's server and below that of vLLM).
/// Embedders and the families that Ollama runs one at a time get one, unless the person said otherwise.
final class SlotRule {
    private static final int OLLAMA_DEFAULT = 1;
    private static final int OPENAI_DEFAULT = 4;

    /// Families whose state in Ollama's runner cannot be shared by parallel sequences.
    private static final Set<String> SERIAL_FAMILIES = Set.of(
            "mllama",
            "qwen3vl",
            "qwen3vlmoe",
            "qwen35",
            "qwen35moe",
            "qwen3next",
            "lfm2",
            "lfm2moe",
            "nemotron_h",
            "nemotron_h_moe",
            "nemotron_h_omni");

    private SlotRule() {}

    static int slots(int configured, OptionalInt sensed, UpstreamKind kind, HostedModel model) {
        if (configured > 0) {
            return configured;
        }
        if (kind == UpstreamKind.OLLAMA && (model.embedsOnly() || serial(model))) {
            return 1;
        }
        return sensed.orElse(kind == UpstreamKind.OLLAMA ? OLLAMA_DEFAULT : OPENAI_DEFAULT);
    }

    private static boolean serial(HostedModel model) {
        return SERIAL_FAMILIES.contains(model.family());
    }
}
