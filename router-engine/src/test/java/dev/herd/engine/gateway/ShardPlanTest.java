package dev.herd.engine.gateway;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.embedder;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.inference.Endpoint;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.EmbeddingInputs;
import dev.herd.engine.protocol.ollama.OllamaDialect;
import dev.herd.engine.scheduling.Ready;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Where a batch is cut, and whether.
class ShardPlanTest {
    private static final HostedModel E = embedder("e", "1".repeat(64));

    private static EmbeddingInputs inputs(List<String> texts) {
        String list = texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(",", "[", "]"));
        byte[] body = ("{\"model\":\"e\",\"input\":" + list + "}").getBytes(UTF_8);
        try {
            return Objects.requireNonNull(
                    EmbeddingInputs.of(new OllamaDialect().read(Endpoint.OLLAMA_EMBED, body)), "a list");
        } catch (BadRequestException unsound) {
            throw new AssertionError(unsound);
        }
    }

    private static EmbeddingInputs texts(int count, int length) {
        return inputs(
                IntStream.range(0, count).mapToObj(i -> "x".repeat(length)).toList());
    }

    private static List<Ready> ready(HostedModel model, double... speeds) {
        var fleet = aFleet();
        for (int i = 0; i < speeds.length; i++) {
            fleet.node("n" + i).has(model);
        }
        FleetSnapshot built = fleet.build();
        List<Ready> ready = new ArrayList<>();
        built.holders(model.ref()).forEach(holder -> ready.add(new Ready(holder, speeds[ready.size()])));
        return ready;
    }

    private static List<Integer> sizes(@Nullable ShardPlan plan) {
        return plan == null
                ? List.of()
                : plan.parts().stream().map(part -> part.to() - part.from()).toList();
    }

    @Test
    void partsAreAsLargeAsTheirMachinesAreFastTheFastestFirst() {
        assertThat(sizes(ShardPlan.of(texts(1000, 100), ready(E, 1000, 3000)))).containsExactly(750, 250);
        assertThat(sizes(ShardPlan.of(texts(1000, 100), ready(E, 2000, 2000)))).containsExactly(500, 500);
    }

    @Test
    void nothingIsCutForOneMachineOrNone() {
        assertThat(ShardPlan.of(texts(1000, 100), ready(E, 1000))).isNull();
        assertThat(ShardPlan.of(texts(1000, 100), List.of())).isNull();
    }

    @Test
    void aPartMustBeWorthARequest() {
        assertThat(ShardPlan.isLarge(texts(15, 10))).isFalse();
        assertThat(ShardPlan.isLarge(texts(16, 10))).isTrue();
        assertThat(ShardPlan.isLarge(texts(2, 4000))).as("two long ones").isTrue();
        assertThat(ShardPlan.isLarge(texts(1, 100_000))).as("one cannot be cut").isFalse();
        assertThat(sizes(ShardPlan.of(texts(20, 10), ready(E, 100, 100, 100, 100))))
                .hasSize(2);
    }

    @Test
    void whatAFastMachineDoesAtOnceIsNotCut() {
        assertThat(ShardPlan.of(texts(16, 10), ready(E, 50_000, 50_000))).isNull();
        assertThat(ShardPlan.of(texts(16, 10), ready(E, 1000, 1000))).isNotNull();
    }

    @Test
    void aMachineThatIsMuchSlowerStaysOut() {
        assertThat(sizes(ShardPlan.of(texts(100, 400), ready(E, 10_000, 10_000, 10))))
                .hasSize(2);
    }

    @Test
    void noMoreThanEightParts() {
        assertThat(sizes(ShardPlan.of(texts(10_000, 400), ready(E, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9))))
                .hasSize(8);
    }

    @Test
    void machinesThatHaveItLoadedInAnotherWayAreNotMixed() {
        List<Ready> mixed = new ArrayList<>(ready(E.withResidency(new Residency(512, 0, 0, null)), 1000, 1000));
        mixed.addAll(ready(E, 600, 600, 1000));
        ShardPlan plan = Objects.requireNonNull(ShardPlan.of(texts(1000, 100), mixed), "worth it");

        assertThat(sizes(plan)).hasSize(3);
        assertThat(ShardPlan.of(
                        texts(1000, 100),
                        List.of(
                                ready(E, 1000).getFirst(),
                                ready(embedder("e", "2".repeat(64)), 1000).getFirst())))
                .isNull();
    }

    @Test
    void everyInputIsInOnePartWhateverTheirLengths() {
        var random = new Random(7);
        for (int round = 0; round < 300; round++) {
            int count = 2 + random.nextInt(200);
            EmbeddingInputs inputs = inputs(IntStream.range(0, count)
                    .mapToObj(i -> "x".repeat(random.nextInt(10) == 0 ? random.nextInt(9000) : random.nextInt(90)))
                    .toList());
            double[] speeds = random.doubles(1 + random.nextInt(9), 10, 5000).toArray();
            ShardPlan plan = ShardPlan.of(inputs, ready(E, speeds));
            if (plan != null) {
                int at = 0;
                for (ShardPlan.Part part : plan.parts()) {
                    assertThat(part.from()).isEqualTo(at);
                    assertThat(part.to()).isGreaterThan(part.from());
                    at = part.to();
                }
                assertThat(at).isEqualTo(count);
            }
        }
    }
}
