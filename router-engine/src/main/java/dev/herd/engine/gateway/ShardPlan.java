package dev.herd.engine.gateway;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.Variant;
import dev.herd.engine.protocol.EmbeddingInputs;
import dev.herd.engine.scheduling.Ready;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a batch of embeddings is cut into parts that follow each other, for machines that have the very same model
/// loaded
/// in the same way, each part as large as its machine is fast.
///
/// @param variant the model that serves all parts
/// @param parts the fastest machine's first, at least two
record ShardPlan(Variant variant, List<Part> parts) {
    /// A part below both is not worth a request of its own.
    private static final int LEAST_INPUTS = 8;

    private static final int LEAST_CHARS = 4000;

    /// What a further part costs: its request, and its share of joining the answers.
    private static final double OVERHEAD_SECONDS = 0.02;

    /// Beside its own tokens an input costs about as much as so many: its frame, its pooling, its vector's way.
    private static final int TOKENS_PER_INPUT = 16;

    /// More parts gain little and make each machine's failure everybody's.
    private static final int MOST = 8;

    ShardPlan {
        parts = List.copyOf(parts);
    }

    /// @param from the first input
    /// @param to behind the last
    /// @param tokens estimate of its length
    record Part(int from, int to, int tokens) {}

    /// Whose vectors and cuts of long inputs are the same.
    private record Crew(Variant variant, int window) {
        static Crew of(Holder holder) {
            Residency resident = holder.model().resident();
            return new Crew(holder.variant(), resident == null ? 0 : resident.window());
        }
    }

    /// Whether a batch is large enough for two parts, wherever they were to run.
    static boolean isLarge(EmbeddingInputs inputs) {
        return mostParts(inputs) >= 2;
    }

    private static int mostParts(EmbeddingInputs inputs) {
        long chars = 0;
        for (int i = 0; i < inputs.count(); i++) {
            chars += inputs.length(i);
        }
        long worth = Math.max(inputs.count() / LEAST_INPUTS, chars / LEAST_CHARS);
        return (int) Math.min(Math.min(worth, inputs.count()), MOST);
    }

    /// The plan that ends soonest; null when that is to cut nothing.
    ///
    /// @param ready machines that have nothing else to do
    static @Nullable ShardPlan of(EmbeddingInputs inputs, List<Ready> ready) {
        List<Ready> crew = bestCrew(ready);
        double[] work = new double[inputs.count()];
        double all = 0;
        for (int i = 0; i < work.length; i++) {
            work[i] = TOKENS_PER_INPUT + (double) inputs.length(i) / Intake.CHARS_PER_TOKEN;
            all += work[i];
        }
        int most = Math.min(mostParts(inputs), crew.size());
        int count = 0;
        double speed = 0;
        double best = Double.MAX_VALUE;
        while (count < most) {
            double with = speed + crew.get(count).tokensPerSecond();
            double seconds = all / with + count * OVERHEAD_SECONDS;
            if (seconds >= best) {
                break;
            }
            best = seconds;
            speed = with;
            count++;
        }
        return count < 2
                ? null
                : new ShardPlan(crew.getFirst().holder().variant(), cut(inputs, work, crew.subList(0, count)));
    }

    /// Those who together are fastest, the fastest first.
    private static List<Ready> bestCrew(List<Ready> ready) {
        Map<Crew, List<Ready>> crews = new LinkedHashMap<>();
        ready.forEach(each -> crews.computeIfAbsent(Crew.of(each.holder()), crew -> new ArrayList<>())
                .add(each));
        List<Ready> best = crews.values().stream()
                .max(Comparator.comparingDouble(crew ->
                        crew.stream().mapToDouble(Ready::tokensPerSecond).sum()))
                .orElse(List.of());
        return best.stream()
                .sorted(Comparator.comparingDouble(Ready::tokensPerSecond).reversed())
                .toList();
    }

    private static List<Part> cut(EmbeddingInputs inputs, double[] work, List<Ready> crew) {
        double all = 0;
        for (double each : work) {
            all += each;
        }
        double speed = crew.stream().mapToDouble(Ready::tokensPerSecond).sum();
        List<Part> parts = new ArrayList<>();
        double share = 0;
        double done = 0;
        int from = 0;
        for (int k = 0; k < crew.size(); k++) {
            share += crew.get(k).tokensPerSecond() / speed;
            int last = work.length - (crew.size() - 1 - k);
            int to = from;
            long chars = 0;
            // At least one each, half of an input's work too much or too little.
            while (to < last && (k == crew.size() - 1 || to == from || done + work[to] / 2 <= all * share)) {
                done += work[to];
                chars += inputs.length(to);
                to++;
            }
            parts.add(new Part(from, to, (int) Math.min(Integer.MAX_VALUE, chars / Intake.CHARS_PER_TOKEN)));
            from = to;
        }
        return parts;
    }
}
