package dev.herd.engine.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// What simulated models say: that they are simulated, and then some more of it.
final class DemoWords {
    private static final List<String> SENTENCES = List.of(
            " The router predicted how long each machine would need and chose this one.",
            " Loading, reading the prompt and writing take the time they would take on such a machine.",
            " A request waits only where waiting is quicker than going elsewhere.",
            " Open the inspector to see what the other machines would have cost.",
            " When the laptop's person joins a meeting, new work goes to the others.",
            " Heat slows this machine a little, and the prediction knows it.");

    private DemoWords() {}

    /// An answer in tokens, each with its leading space.
    ///
    /// @param count of tokens, at least 1
    static List<String> answer(String model, String machine, int count, RandomGenerator random) {
        List<String> words = new ArrayList<>();
        add(words, "Simulated answer of the demo fleet, by " + model + " on " + machine + "; no model ran.");
        while (words.size() < count) {
            add(words, SENTENCES.get(random.nextInt(SENTENCES.size())));
        }
        return List.copyOf(words.subList(0, count));
    }

    private static void add(List<String> words, String sentence) {
        String[] parts = sentence.strip().split(" ");
        for (String part : parts) {
            words.add(words.isEmpty() ? part : " " + part);
        }
    }
}
