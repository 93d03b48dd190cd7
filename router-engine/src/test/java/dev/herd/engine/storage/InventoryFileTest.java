package dev.herd.engine.storage;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.able;
import static dev.herd.engine.testing.FleetBuilder.caching;
import static dev.herd.engine.testing.FleetBuilder.embedder;
import static dev.herd.engine.testing.FleetBuilder.model;
import static dev.herd.engine.testing.FleetBuilder.onDisk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryFileTest {
    @TempDir
    Path directory;

    private final FakeClock clock = new FakeClock();

    private InventoryFile file() {
        return new InventoryFile(new HomeDirectory(directory), clock);
    }

    private Path path() {
        return new HomeDirectory(directory).inventory();
    }

    @Test
    void knowsAfterARestartWhatANameMeant() throws IOException {
        FleetSnapshot fleet = aFleet().node("a")
                .has(embedder("e", "1".repeat(64)))
                .has(model("m"))
                .node("b")
                .has(embedder("e", "2".repeat(64)))
                .build();
        file().save(fleet);

        assertThat(file().load().meant())
                .containsExactlyElementsOf(fleet.meant().values())
                .hasSize(1);
    }

    @Test
    void knowsAfterARestartWhatEachServerHad() throws IOException {
        FleetSnapshot fleet = aFleet().node("a")
                .has(model("m"))
                .has(able("eyes", Set.of("completion", "vision")))
                .has(caching(onDisk("made"), 131_072))
                .node("b")
                .speaks(UpstreamKind.OPENAI)
                .has(able("silent", null))
                .build();
        file().save(fleet);

        List<Upstream> known = file().load().upstreams();

        assertThat(known).extracting(Upstream::kind).containsExactly(UpstreamKind.OLLAMA, UpstreamKind.OPENAI);
        assertThat(known).allMatch(upstream -> upstream.state() == UpstreamState.DOWN && !upstream.current());
        List<HostedModel> models = known.getFirst().models();
        assertThat(models.get(0)).isEqualTo(onDisk("m"));
        assertThat(models.get(1).capabilities()).containsExactlyInAnyOrder("completion", "vision");
        assertThat(models.get(2)).isEqualTo(caching(onDisk("made"), 131_072));
        assertThat(known.get(1).models().getFirst().capabilities())
                .as("not stated stays not stated")
                .isNull();
    }

    @Test
    void knowsNothingWithoutAFileOrWithOneThatCannotBeRead() throws IOException {
        assertThat(file().load().upstreams()).isEmpty();
        for (String broken : List.of(
                "",
                "{",
                "[]",
                "{\"upstreams\":[{\"url\":\"::\",\"kind\":\"ollama\",\"seen\":\"2026-11-24\"}]}",
                "{\"upstreams\":[{\"url\":\"http://a\",\"kind\":\"x\",\"seen\":\"2026-11-24\"}]}",
                "{\"upstreams\":[{\"url\":\"http://a\",\"kind\":\"ollama\",\"seen\":\"yesterday\"}]}")) {
            Files.writeString(path(), broken);
            assertThat(file().load().upstreams()).as(broken).isEmpty();
        }
    }

    @Test
    void writesOnlyWhatHasChanged() throws IOException {
        InventoryFile file = file();
        file.save(aFleet().node("a").has(model("m")).build());
        FileTime old = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(path(), old);

        file.save(aFleet().node("a").has(onDisk("m")).build(2));
        assertThat(Files.getLastModifiedTime(path()))
                .as("what is loaded is not kept")
                .isEqualTo(old);
        file.save(aFleet().node("a").has(onDisk("m")).has("n").build(3));

        assertThat(Files.getLastModifiedTime(path())).isNotEqualTo(old);
    }

    @Test
    void keepsWhatAServerHadWhileItIsDown() throws IOException {
        InventoryFile file = file();
        file.save(aFleet().node("a").has("m").build());
        clock.forward(Duration.ofDays(3));

        file.save(aFleet().node("a").is(UpstreamState.DOWN).has(onDisk("m")).build(2));

        assertThat(file().load().upstreams().getFirst().models()).hasSize(1);
    }

    @Test
    void givesAServerUpThatWasNotSeenForAMonth() throws IOException {
        InventoryFile file = file();
        file.save(aFleet().node("a").has("m").node("b").has("m").build());
        clock.forward(Duration.ofDays(29));
        assertThat(file().load().upstreams()).hasSize(2);

        clock.forward(Duration.ofDays(2));

        assertThat(file().load().upstreams()).isEmpty();
    }
}
