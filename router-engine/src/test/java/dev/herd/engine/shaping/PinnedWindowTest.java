package dev.herd.engine.shaping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.RunnerLoad;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.placement.Footprint;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

class PinnedWindowTest {
    private static final int DEFAULT = 4096;

    private static Holder holder(UpstreamKind kind, int trained, @Nullable Integer granted) {
        Residency residency = granted == null ? null : new Residency(granted, 0, 0, null);
        HostedModel model = new HostedModel("m", ModelRef.of("m"), "", 0, "", "{}", "", null, trained, 1, residency);
        Upstream upstream =
                new Upstream(UpstreamId.parse("http://a:11434"), kind, UpstreamState.UP, "", "", true, List.of(model));
        Node node = new Node(new NodeId("a"), "a", NodeKind.PLAIN, NodeState.UP, "", null, List.of(upstream));
        return new Holder(node, upstream, model);
    }

    private static OptionalInt optional(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static PinnedWindow decide(Holder holder, OptionalInt asked, OptionalInt loadedWith) {
        return PinnedWindow.decide(holder, new WindowWish(asked, Footprint.UNKNOWN), new RunnerLoad(loadedWith, false));
    }

    private static Footprint most(long tokens) {
        return new Footprint(0, 0, 0, 0, tokens, 0, 0);
    }

    /// What a prompt of that many tokens takes, and an answer of at least 256 and at most 1024; and
    /// what the model's use recommends.
    private static Footprint takes(int prompt, int recommended) {
        return new Footprint(0, prompt, 256, 1024, Long.MAX_VALUE, recommended, 0);
    }

    /// What the model was trained for, what its runner was granted, what it was loaded with by this
    /// engine, what the client asks for, how long its prompt is, what the model's use recommends; what
    /// is sent, and what the client is told.
    @ParameterizedTest
    @CsvSource({
        // Fits.
        "131072,  8192,      ,      ,  7000,     0,   8192, num_ctx unset->8192",
        "131072,  8192,      ,  4096,  7936,     0,   8192, num_ctx 4096->8192",
        // Does not, whatever the client asks for: half as much room as the prompt may be longer, and for the answer.
        "131072,  8192,      ,      ,  7937,     0,  16384, num_ctx unset->16384",
        "131072,  8192,      ,  4096, 20000,     0,  32768, num_ctx 4096->32768",
        "131072,  8192,      , 16384, 20000,     0,  32768, num_ctx 16384->32768",
        "131072,  8192,      , 65536, 20000,     0,  65536,",
        // The recommendation is the least that a runner grows to, and no reason to grow.
        "131072,  8192,      ,      ,  7937, 65536,  65536, num_ctx unset->65536",
        "131072,  8192,      ,      ,  5000, 65536,   8192, num_ctx unset->8192",
        "131072, 65536,      ,      ,  5000,  8192,  65536, num_ctx unset->65536",
        // No further than the model goes.
        " 12000,  8192,      ,      ,  9000,     0,  12000, num_ctx unset->12000",
        "  8192,  8192,      ,      , 20000,     0,   8192, num_ctx unset->8192",
        "  4096,  4096,  8192,      , 20000,     0,   8192, num_ctx unset->8192",
        "  2048,  2048,     0,      , 20000,     0,       ,",
        "     0,  8192,      ,      , 20000,     0,  32768, num_ctx unset->32768",
        // Not loaded: Ollama's own unless something speaks for another.
        "131072,      ,      ,      ,  3000,     0,       ,",
        "131072,      ,      ,      ,  3841,     0,   8192, num_ctx unset->8192",
        "131072,      ,      ,      , 50000,     0,  65536, num_ctx unset->65536",
        "131072,      ,      ,      ,   100,  8192,   8192, num_ctx unset->8192",
        "131072,      ,      ,      , 20000,  8192,  32768, num_ctx unset->32768",
        "  2048,      ,      ,      ,   100,  8192,   2048, num_ctx unset->2048",
        "131072,      ,      ,  8192,   100, 65536,       ,",
        "131072,      ,      ,  2048,  3000,     0,   8192, num_ctx 2048->8192",
        "131072,      ,      ,  2048,  1000,     0,       ,",
        "  2048,      ,      ,  8192, 20000,     0,       ,",
        // Loading already, for a request without a window.
        "131072,      ,     0,      ,   100,  8192,       ,",
        "131072,      ,     0,      , 20000,  8192,  32768, num_ctx unset->32768",
        // Loaded with a window that nobody knows.
        "131072,     0,      ,      , 20000,  8192,       ,"
    })
    void holdsWhatARequestTakes(ArgumentsAccessor row) {
        Holder holder = holder(UpstreamKind.OLLAMA, optional(row.getInteger(0)).orElseThrow(), row.getInteger(1));
        var wish = new WindowWish(
                optional(row.getInteger(3)),
                takes(
                        optional(row.getInteger(4)).orElseThrow(),
                        optional(row.getInteger(5)).orElseThrow()));

        PinnedWindow pinned = PinnedWindow.decide(holder, wish, new RunnerLoad(optional(row.getInteger(2)), false));

        assertThat(pinned.window()).isEqualTo(optional(row.getInteger(6)));
        assertThat(pinned.note()).isEqualTo(row.getString(7) == null ? "" : row.getString(7));
    }

    /// What the model was trained for, what its runner was granted, what it is known to be loaded with, what the client
    /// asks for, what is sent, and what the client is told.
    @ParameterizedTest
    @CsvSource({
        // Not loaded, or not known: as asked.
        "131072,      ,      ,      ,      ,",
        "131072,      ,      ,  8192,      ,",
        // Loading by a request of ours, not listed yet.
        "131072,      ,  8192,      ,  8192, num_ctx unset->8192",
        "131072,      ,  8192,  4096,  8192, num_ctx 4096->8192",
        // The default runner: nothing, and 4096, make no other.
        "131072,  4096,      ,      ,  4096, num_ctx unset->4096",
        "131072,  4096,      ,  4096,  4096,",
        // Its absence would reload to the default.
        "131072,  2048,      ,      ,  2048, num_ctx unset->2048",
        "131072,  2048,      ,  2048,  2048,",
        // A smaller window is answered from the larger one.
        "131072,  8192,      ,  4096,  8192, num_ctx 4096->8192",
        "131072,  8192,      ,     1,  8192, num_ctx 1->8192",
        // A larger one grows it to a power of two.
        "131072,  8192,      , 32768, 32768,",
        "131072,  8192,      ,  8193, 16384, num_ctx 8193->16384",
        "131072,  8192,      , 16383, 16384, num_ctx 16383->16384",
        // No further than the model was trained for.
        " 12000,  8192,      ,  9000, 12000, num_ctx 9000->12000",
        "  8192,  8192,      , 16384,  8192, num_ctx 16384->8192",
        "131072,  8192,      , 999999, 131072, num_ctx 999999->131072",
        // Trained for less than was asked: what was granted is not what is compared, where that is known.
        "  4096,  4096,  8192,      ,  8192, num_ctx unset->8192",
        "  4096,  4096,  8192,  4096,  8192, num_ctx 4096->8192",
        "  4096,  4096,      ,      ,  4096, num_ctx unset->4096",
        // Loaded without one, by a request of ours: Ollama compares its own default, whatever it granted.
        "  2048,  2048,     0,      ,      ,",
        "  2048,  2048,     0,  2048,     0,",
        "  2048,  2048,     0,  1024,     0, num_ctx 1024->2048",
        "  2048,  2048,     0,  9000,     0, num_ctx 9000->2048",
        // The default is known where it was granted.
        "131072,  4096,     0,      ,  4096, num_ctx unset->4096",
        "131072,      ,     0,      ,      ,",
        "131072,      ,     0,  8192,      ,",
        // Somebody else has loaded it anew.
        "131072,  2048,  8192,      ,  2048, num_ctx unset->2048",
        // A server that does not say.
        "131072,     0,      ,      ,      ,",
        "131072,     0,  8192,      ,  8192, num_ctx unset->8192",
        // Nobody knows what it was trained for.
        "     0,  8192,      , 20000, 32768, num_ctx 20000->32768",
        "     0,  8192,      , 2147483647, 2147483647,"
    })
    void pins(ArgumentsAccessor row) {
        Holder holder = holder(UpstreamKind.OLLAMA, optional(row.getInteger(0)).orElseThrow(), row.getInteger(1));

        PinnedWindow pinned = decide(holder, optional(row.getInteger(3)), optional(row.getInteger(2)));

        assertThat(pinned.window()).isEqualTo(optional(row.getInteger(4)));
        assertThat(pinned.note()).isEqualTo(row.getString(5) == null ? "" : row.getString(5));
    }

    @Test
    void whatHasJustGrownGrowsAgainOnlyForARequestThatNeedsIt() {
        Holder holder = holder(UpstreamKind.OLLAMA, 131_072, 8192);
        RunnerLoad justGrown = new RunnerLoad(OptionalInt.of(8192), true);

        PinnedWindow spare = PinnedWindow.decide(holder, new WindowWish(OptionalInt.of(10_000), most(8192)), justGrown);
        PinnedWindow needed =
                PinnedWindow.decide(holder, new WindowWish(OptionalInt.of(10_000), most(8193)), justGrown);
        RunnerLoad rested = new RunnerLoad(OptionalInt.of(8192), false);
        PinnedWindow later = PinnedWindow.decide(holder, new WindowWish(OptionalInt.of(10_000), most(10)), rested);

        assertThat(spare).isEqualTo(new PinnedWindow(OptionalInt.of(8192), "num_ctx 10000->8192"));
        assertThat(needed).isEqualTo(new PinnedWindow(OptionalInt.of(16_384), "num_ctx 10000->16384"));
        assertThat(later).isEqualTo(needed);
    }

    @Test
    void anotherServersWindowIsItsOwn() {
        Holder other = holder(UpstreamKind.OPENAI, 131_072, 8192);

        assertThat(decide(other, OptionalInt.empty(), OptionalInt.empty()).note())
                .isEmpty();
        PinnedWindow asked = decide(other, OptionalInt.of(4096), OptionalInt.empty());
        assertThat(asked.window()).isEmpty();
        assertThat(asked.note()).isEqualTo("num_ctx 4096->server's own");
    }

    /// As Ollama does it: compares what is asked with what was asked, grants what the model was trained for.
    private static final class Runner {
        private final int trained;
        private int asked;
        private int loads;

        Runner(int trained) {
            this.trained = trained;
        }

        void request(OptionalInt window) {
            int wanted = window.orElse(DEFAULT);
            if (wanted != asked) {
                asked = wanted;
                loads++;
            }
        }

        @Nullable
        Integer granted() {
            return loads == 0 ? null : Integer.valueOf(Math.min(asked, trained));
        }
    }

    /// Clients that ask for another window each time, or for none, cost a few loads and not one each.
    @ParameterizedTest
    @CsvSource({"131072, 7", "8192, 3", "4096, 2", "2048, 3", "512, 3"})
    void aRunnerIsLoadedAFewTimesWhateverIsAsked(int trained, int most) {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Runner runner = new Runner(trained);
            OptionalInt known = OptionalInt.empty();
            int largest = 0;
            for (int i = 0; i < 100; i++) {
                OptionalInt asked =
                        random.nextInt(3) == 0 ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(40_000));
                PinnedWindow pinned = decide(holder(UpstreamKind.OLLAMA, trained, runner.granted()), asked, known);
                OptionalInt sent = pinned.window().isPresent() ? pinned.window() : asked;
                sent = sent.orElse(0) == 0 ? OptionalInt.empty() : sent;
                known = OptionalInt.of(sent.orElse(0));
                runner.request(sent);
                int granted = Math.min(runner.asked, trained);
                assertThat(granted).isGreaterThanOrEqualTo(Math.min(largest, trained));
                largest = Math.max(largest, granted);
                assertThat(granted).isGreaterThanOrEqualTo(Math.min(asked.orElse(0), trained));
            }
            assertThat(runner.loads).as("seed %d", seed).isLessThanOrEqualTo(most);
        }
    }
}
