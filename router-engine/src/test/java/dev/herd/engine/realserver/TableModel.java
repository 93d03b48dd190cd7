package dev.herd.engine.realserver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A language model that is a table "after this token comes that one", as a GGUF file that any server of llama.cpp's
/// kind
/// loads: attention and feed-forward weights are zero, the embedding is one-hot, and the output matrix is the table.
/// Its
/// answers are the same at any temperature and take microseconds, through the server's real tokenizer, template,
/// sampler, grammar and HTTP.
///
/// Which chain of tokens an answer is follows from the last special token of the prompt, and so from the template.
final class TableModel {
    private static final int SIZE = 512;
    private static final int FEED_FORWARD = 64;
    private static final int WINDOW = 4096;
    private static final List<String> SPECIAL =
            List.of("<|user|>", "<|end|>", "<|answer|>", "<|think|>", "<|call|>", "<|count|>", "<|sys|>");

    /// A blank before a word is written as this file format writes it.
    private static final Map<String, String> CHAINS = Map.of(
            "<|answer|>", "The|▁fleet|▁answers|▁in|▁order|:|▁größe|▁✓|▁done|.",
            "<|think|>", "<think>|Let|▁me|▁see|</think>|\n\n|Forty|▁two|!",
            "<|call|>",
                    "<tool_call>|{\"name\":|▁\"get_weather\",|▁\"arguments\":|▁{\"city\":|▁\"Paris\",|▁\"days\":|▁3}}"
                            + "|</tool_call>|\n<tool_call>|\n{\"name\":|▁\"get_time\",|▁\"arguments\"▁:|▁{\"zone\":"
                            + "|▁\"CET\"}}|\n</tool_call>",
            "<|count|>", "▁one|▁two,|▁three,|▁four,|▁five,|▁six,|▁seven,|▁eight,|▁nine,|▁ten,");

    private enum Purpose {
        TEXT,
        VECTORS
    }

    private final List<String> tokens = new ArrayList<>();
    private final List<Integer> types = new ArrayList<>();
    private final Map<String, Integer> index = new HashMap<>();

    private TableModel() {
        add("<unk>", 2);
        add("<s>", 3);
        add("</s>", 3);
        for (int i = 0; i < 256; i++) {
            add(String.format("<0x%02X>", i), 6);
        }
        SPECIAL.forEach(special -> add(special, 3));
        add("▁", 1);
        SPECIAL.forEach(special -> chain(special).forEach(word -> add(word, 1)));
        while (tokens.size() < SIZE) {
            add("<unused" + tokens.size() + ">", 5);
        }
    }

    private static List<String> chain(String start) {
        String words = CHAINS.getOrDefault(start, "");
        return words.isEmpty() ? List.of() : List.of(words.split("\\|"));
    }

    private void add(String token, int type) {
        if (index.putIfAbsent(token, tokens.size()) == null) {
            tokens.add(token);
            types.add(type);
        }
    }

    /// The file of a model that talks.
    static byte[] talking() {
        return new TableModel().file(Purpose.TEXT);
    }

    /// The file of a model that makes vectors.
    static byte[] embedding() {
        return new TableModel().file(Purpose.VECTORS);
    }

    private int at(String token) {
        return index.getOrDefault(token, 0);
    }

    /// What follows each token.
    private int[] table() {
        int[] next = new int[SIZE];
        Arrays.fill(next, at("</s>"));
        for (String start : SPECIAL) {
            String here = start;
            for (String word : chain(start)) {
                next[at(here)] = at(word);
                here = word;
            }
        }
        // The count has no end.
        List<String> count = chain("<|count|>");
        next[at(count.getLast())] = at(count.getFirst());
        return next;
    }

    private float[] output() {
        float[] rows = new float[SIZE * SIZE];
        int[] next = table();
        for (int here = 0; here < SIZE; here++) {
            rows[next[here] * SIZE + here] += 2.0f;
            // Where a grammar forbids the chain, what is open is closed.
            rows[at("<0x22>") * SIZE + here] += 0.5f;
            rows[at("<0x7D>") * SIZE + here] += 0.6f;
            rows[at("<0x31>") * SIZE + here] += 0.4f;
        }
        return rows;
    }

    private static float[] identity() {
        float[] rows = new float[SIZE * SIZE];
        for (int i = 0; i < SIZE; i++) {
            rows[i * SIZE + i] = 1;
        }
        return rows;
    }

    private static float[] ones() {
        float[] row = new float[SIZE];
        Arrays.fill(row, 1);
        return row;
    }

    private byte[] file(Purpose purpose) {
        var file = new GgufFile();
        facts(file);
        if (purpose == Purpose.VECTORS) {
            // The mean over all tokens.
            file.number("llama.pooling_type", 1);
        }
        vocabulary(file);
        file.tensor("token_embd.weight", identity(), SIZE, SIZE);
        file.tensor("output_norm.weight", ones(), SIZE);
        file.tensor("output.weight", output(), SIZE, SIZE);
        file.tensor("blk.0.attn_norm.weight", ones(), SIZE);
        file.tensor("blk.0.ffn_norm.weight", ones(), SIZE);
        for (String name : List.of("attn_q", "attn_k", "attn_v", "attn_output")) {
            file.tensor("blk.0." + name + ".weight", new float[SIZE * SIZE], SIZE, SIZE);
        }
        file.tensor("blk.0.ffn_gate.weight", new float[SIZE * FEED_FORWARD], SIZE, FEED_FORWARD);
        file.tensor("blk.0.ffn_up.weight", new float[SIZE * FEED_FORWARD], SIZE, FEED_FORWARD);
        file.tensor("blk.0.ffn_down.weight", new float[SIZE * FEED_FORWARD], FEED_FORWARD, SIZE);
        return file.bytes();
    }

    private static void facts(GgufFile file) {
        file.text("general.architecture", "llama");
        file.text("general.name", "tiny");
        file.number("general.file_type", 0);
        file.number("llama.context_length", WINDOW);
        file.number("llama.embedding_length", SIZE);
        file.number("llama.block_count", 1);
        file.number("llama.feed_forward_length", FEED_FORWARD);
        file.number("llama.attention.head_count", 8);
        file.number("llama.attention.head_count_kv", 8);
        file.fraction("llama.attention.layer_norm_rms_epsilon", 1e-6f);
        file.number("llama.rope.dimension_count", 64);
        file.number("llama.vocab_size", SIZE);
    }

    private void vocabulary(GgufFile file) {
        file.text("tokenizer.ggml.model", "llama");
        file.texts("tokenizer.ggml.tokens", tokens);
        List<Float> scores = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            // Words that stand earlier are preferred; special tokens are never made of text.
            scores.add(types.get(i) == 2 || types.get(i) == 3 ? -1000f : -(float) i);
        }
        file.fractions("tokenizer.ggml.scores", scores);
        file.numbers("tokenizer.ggml.token_type", types);
        file.number("tokenizer.ggml.bos_token_id", at("<s>"));
        file.number("tokenizer.ggml.eos_token_id", at("</s>"));
        file.number("tokenizer.ggml.unknown_token_id", 0);
        file.truth("tokenizer.ggml.add_bos_token", true);
        file.truth("tokenizer.ggml.add_space_prefix", false);
    }
}
