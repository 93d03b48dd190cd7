package dev.herd.engine.protocol.ollama;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OllamaCatalogTest {
    private static final Instant NOW = Instant.parse("2026-11-23T13:41:14Z");
    private static final String ONE = "1".repeat(64);
    private static final String TWO = "2".repeat(64);
    private static final String DETAILS =
            "{\"parent_model\":\"\",\"format\":\"gguf\",\"family\":\"llama\",\"families\":null,"
                    + "\"parameter_size\":\"8.0B\",\"quantization_level\":\"Q4_K_M\",\"context_length\":4096,\"odd\":1.10}";

    private static HostedModel model(String name, String digest, String modified) {
        return new HostedModel(
                name,
                ModelRef.of(name),
                digest,
                42,
                modified,
                DETAILS,
                "llama",
                Set.of("tools", "completion"),
                4096,
                1,
                null);
    }

    private static Node node(String name, UpstreamKind kind, HostedModel... models) {
        Upstream upstream = new Upstream(
                UpstreamId.parse("http://" + name + ":1"), kind, UpstreamState.UP, "", "", true, List.of(models));
        return new Node(new NodeId(name), name, NodeKind.PLAIN, NodeState.UP, "", null, List.of(upstream));
    }

    private static FleetSnapshot fleet(Node... nodes) {
        return new FleetSnapshot(1, Arrays.asList(nodes));
    }

    private static List<JsonSlice> models(byte[] body) throws BadRequestException {
        return JsonFields.of(body, 0, body.length).array("models");
    }

    private static List<String> names(byte[] body) throws BadRequestException {
        return models(body).stream().map(OllamaCatalogTest::name).toList();
    }

    private static String name(JsonSlice entry) {
        try {
            return entry.fields().textOrEmpty("name");
        } catch (BadRequestException unsound) {
            throw new AssertionError(unsound);
        }
    }

    private static JsonFields only(byte[] body) throws BadRequestException {
        List<JsonSlice> entries = models(body);
        assertThat(entries).hasSize(1);
        return entries.getFirst().fields();
    }

    @Test
    void listsEachNameOnceWithEverythingThatSomeClientNeeds() throws BadRequestException {
        JsonFields entry = only(new OllamaCatalog(
                        fleet(
                                node(
                                        "a",
                                        UpstreamKind.OLLAMA,
                                        model("Tiny", ONE, "2026-11-23T13:41:09.123456789+01:00")),
                                node("b", UpstreamKind.OLLAMA, model("tiny:latest", ONE, "2026-11-20T13:41:09Z"))),
                        NOW)
                .tags());

        assertThat(entry.whole().raw())
                .isEqualTo("{\"name\":\"Tiny:latest\",\"model\":\"Tiny:latest\",\"modified_at\":"
                        + "\"2026-11-23T13:41:09.123456789+01:00\",\"size\":42,\"digest\":\"" + ONE
                        + "\",\"details\":{\"parent_model\":\"\",\"format\":\"gguf\",\"family\":\"llama\",\"families\":[\"llama\"],"
                        + "\"parameter_size\":\"8.0B\",\"quantization_level\":\"Q4_K_M\",\"context_length\":4096,\"odd\":1.10,"
                        + "\"fleet_nodes\":[\"a\",\"b\"]},\"capabilities\":[\"completion\",\"tools\"]}");
    }

    @Test
    void listsTheCopyOfTheMajorityAndWhoHasAnother() throws BadRequestException {
        JsonFields entry = only(new OllamaCatalog(
                        fleet(
                                node("a", UpstreamKind.OLLAMA, model("tiny", ONE, "2026-11-20T00:00:00Z")),
                                node("b", UpstreamKind.OLLAMA, model("tiny", TWO, "2026-11-21T00:00:00Z")),
                                node("c", UpstreamKind.OLLAMA, model("tiny", TWO, "2026-11-21T00:00:00Z")),
                                node("d", UpstreamKind.OPENAI, model("tiny", "", "")),
                                node("e", UpstreamKind.OPENAI, model("tiny", "", "")),
                                node("f", UpstreamKind.OPENAI, model("tiny", "", ""))),
                        NOW)
                .tags());

        assertThat(entry.textOrEmpty("digest")).isEqualTo(TWO);
        assertThat(entry.object("details").object("fleet_digests").whole().raw())
                .isEqualTo("{\"a\":\"" + ONE + "\",\"b\":\"" + TWO + "\",\"c\":\"" + TWO + "\"}");
    }

    @Test
    void newestComesFirstWhateverTheTimeZone() throws BadRequestException {
        byte[] tags = new OllamaCatalog(
                        fleet(node(
                                "a",
                                UpstreamKind.OLLAMA,
                                model("old", ONE, "2026-11-23T14:00:00+09:00"),
                                model("new", ONE, "2026-11-23T06:00:00Z"),
                                model("newest", ONE, "2026-11-22T23:30:00-08:00"),
                                model("silent", ONE, ""))),
                        NOW)
                .tags();

        assertThat(names(tags)).containsExactly("newest:latest", "new:latest", "old:latest", "silent:latest");
    }

    @Test
    void aServerThatSaysNothingGetsWhatClientsCannotDoWithout() throws BadRequestException {
        HostedModel bare =
                new HostedModel("gpt-oss", ModelRef.of("gpt-oss"), "", 0, "yesterday", "{}", "", null, 0, 1, null);

        byte[] tags = new OllamaCatalog(fleet(node("a", UpstreamKind.OPENAI, bare)), NOW).tags();
        JsonFields entry = only(tags);

        assertThat(entry.textOrEmpty("digest")).matches("[0-9a-f]{64}");
        assertThat(OffsetDateTime.parse(entry.textOrEmpty("modified_at")).getYear())
                .isEqualTo(2024);
        assertThat(entry.object("details").array("families")).isEmpty();
        for (String text : List.of("parent_model", "format", "family", "parameter_size", "quantization_level")) {
            assertThat(entry.object("details").get(text)).as(text).isNotNull();
        }
        assertThat(entry.get("capabilities")).isNull();
        assertThat(new OllamaCatalog(fleet(node("a", UpstreamKind.OPENAI, bare)), NOW).tags())
                .isEqualTo(tags);
    }

    private static HostedModel loaded(int window, long vram, @Nullable Instant expires) {
        return model("tiny", ONE, "2026-11-20T00:00:00Z").withResidency(new Residency(window, 100, vram, expires));
    }

    @Test
    void listsWhatIsLoadedOnceWithTheLargestOfEach() throws BadRequestException {
        Instant later = Instant.parse("2026-11-24T00:00:00Z");
        JsonFields entry = only(new OllamaCatalog(
                        fleet(
                                node("a", UpstreamKind.OLLAMA, loaded(8192, 100, NOW)),
                                node("b", UpstreamKind.OLLAMA, loaded(4096, 50, later)),
                                node("c", UpstreamKind.OLLAMA, model("tiny", ONE, "2026-11-20T00:00:00Z"))),
                        NOW)
                .loaded());

        assertThat(entry.textOrEmpty("name")).isEqualTo("tiny:latest");
        assertThat(entry.textOrEmpty("model")).isEqualTo("tiny:latest");
        assertThat(entry.textOrEmpty("digest")).isEqualTo(ONE);
        assertThat(entry.whole("size")).isEqualTo(100);
        assertThat(entry.whole("size_vram")).isEqualTo(100);
        assertThat(entry.whole("context_length")).isEqualTo(8192);
        assertThat(OffsetDateTime.parse(entry.textOrEmpty("expires_at")).toInstant())
                .isEqualTo(later);
        assertThat(entry.object("details").get("fleet_nodes")).hasToString("[\"a\",\"b\"]");
    }

    @Test
    void aModelThatStaysForeverHasAParseableEndInTheFuture() throws BadRequestException {
        JsonFields entry =
                only(new OllamaCatalog(fleet(node("a", UpstreamKind.OLLAMA, loaded(1, 1, null))), NOW).loaded());

        assertThat(OffsetDateTime.parse(entry.textOrEmpty("expires_at")).toInstant())
                .isAfter(NOW);
    }

    @Test
    void whatADownServerHadLoadedIsNotLoaded() {
        Upstream down = new Upstream(
                UpstreamId.parse("http://a:1"),
                UpstreamKind.OLLAMA,
                UpstreamState.DOWN,
                "",
                "",
                false,
                List.of(loaded(1, 1, NOW)));
        Node node = new Node(new NodeId("a"), "a", NodeKind.PLAIN, NodeState.UP, "", null, List.of(down));

        assertThat(new String(new OllamaCatalog(fleet(node), NOW).loaded(), UTF_8))
                .isEqualTo("{\"models\":[]}");
        assertThat(new String(new OllamaCatalog(FleetSnapshot.EMPTY, NOW).tags(), UTF_8))
                .isEqualTo("{\"models\":[]}");
    }

    @Test
    void showsWhatIsKnownOfAModelElsewhere() throws BadRequestException {
        Node node = node("a", UpstreamKind.OPENAI, model("ns/gpt-oss", "", ""));
        Holder holder = fleet(node).holders(ModelRef.of("ns/gpt-oss")).getFirst();

        byte[] show = OllamaCatalog.show(holder);
        JsonFields fields = JsonFields.of(show, 0, show.length);

        assertThat(fields.object("model_info").whole().raw())
                .isEqualTo(
                        "{\"general.architecture\":\"llama\",\"general.basename\":\"ns/gpt-oss\",\"llama.context_length\":4096}");
        assertThat(fields.get("capabilities")).hasToString("[\"completion\",\"tools\"]");
        assertThat(fields.object("details").textOrEmpty("format")).isEqualTo("gguf");
        for (String text : List.of("modelfile", "parameters", "template", "modified_at")) {
            assertThat(fields.get(text)).as(text).isNotNull();
        }
    }
}
