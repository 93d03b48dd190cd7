package dev.herd.engine.upstream;

import dev.herd.engine.protocol.JsonFields;

/// How a model is made, as `model_info` of Ollama's `/api/show` tells: what GGUF keeps beside the weights, each member
/// named after the architecture, such as `llama.context_length`.
record ModelMake(JsonFields fields, String architecture) {
    /// A key and a value of 16 bits, which is Ollama's default.
    private static final int BYTES_PER_VALUE = 2;

    static ModelMake of(JsonFields fields) {
        return new ModelMake(fields, fields.textOrEmpty("general.architecture"));
    }

    /// The longest context in tokens the model was trained for, 0 when it does not say.
    int trainedWindow() {
        return fields.members().stream()
                .filter(member -> member.name().endsWith(".context_length"))
                .mapToInt(member -> (int) member.value().whole())
                .max()
                .orElse(0);
    }

    /// Bytes of cache per token of the window and slot: layers × heads × (key + value) × 2.
    ///
    /// @return 0 when it does not say, and where not all layers keep all tokens: sliding windows,
    ///     states, compressed keys
    long cacheBytes() {
        if (isUneven()) {
            return 0;
        }
        long heads = number("attention.head_count");
        long each = heads == 0 ? 0 : number("embedding_length") / heads;
        long key = stated("attention.key_length", each);
        long value = stated("attention.value_length", each);
        return number("block_count") * number("attention.head_count_kv") * (key + value) * BYTES_PER_VALUE;
    }

    private boolean isUneven() {
        return number("attention.sliding_window") > 0
                || number("attention.kv_lora_rank") > 0
                || number("full_attention_interval") > 0
                || fields.members().stream().anyMatch(member -> member.name().startsWith(architecture + ".ssm."));
    }

    private long stated(String name, long otherwise) {
        long number = number(name);
        return number > 0 ? number : otherwise;
    }

    /// 0 where there is none, or a list with one per layer.
    private long number(String name) {
        return fields.whole(architecture + "." + name);
    }
}
