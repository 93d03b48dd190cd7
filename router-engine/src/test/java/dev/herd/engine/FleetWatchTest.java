package dev.herd.engine;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.EngineEvent;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.storage.HomeDirectory;
import dev.herd.engine.storage.InventoryFile;
import dev.herd.engine.testing.FakeClock;
import dev.herd.engine.trace.EventFeed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetWatchTest {
    @TempDir
    Path directory;

    private final EventFeed events = new EventFeed();
    private final EventFeed.Subscription watcher = events.subscribe();
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    @AfterEach
    void leave() {
        watcher.close();
    }

    private final Set<String> unasked = new HashSet<>();

    private FleetWatch watch() {
        return new FleetWatch(events, inventory(), tasks::add, node -> !unasked.contains(node.value()));
    }

    private InventoryFile inventory() {
        return new InventoryFile(new HomeDirectory(directory), new FakeClock());
    }

    private List<String> told() throws InterruptedException {
        List<String> states = new ArrayList<>();
        for (var next = watcher.next(Duration.ZERO); next.isPresent(); next = watcher.next(Duration.ZERO)) {
            if (next.get() instanceof EventFeed.Next.Happened(long _, EngineEvent.NodeChanged change)) {
                states.add(change.name() + " " + change.state());
            }
        }
        return states;
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private List<String> kept() {
        return inventory().load().upstreams().stream()
                .map(Upstream::models)
                .flatMap(List::stream)
                .map(model -> model.name())
                .toList();
    }

    @Test
    void tellsEachChangeOfStateOnce() throws InterruptedException {
        FleetWatch watch = watch();

        watch.changed(
                aFleet().node("a").is(UpstreamState.DOWN).node("b").has("m").build(1));
        watch.changed(aFleet().node("a").has("m").node("b").has("m").has("n").build(2));
        watch.changed(aFleet().node("a").has("m").has("n").node("b").has("m").build(3));

        assertThat(told()).containsExactly("a down", "b up", "a up");
    }

    @Test
    void aMachineIsNotCalledDownBeforeItWasAsked() throws InterruptedException {
        FleetWatch watch = watch();
        unasked.addAll(List.of("a", "b"));
        watch.changed(aFleet().node("a")
                .is(UpstreamState.DOWN)
                .node("b")
                .is(UpstreamState.DOWN)
                .build(1));
        assertThat(told()).isEmpty();

        unasked.clear();
        watch.changed(
                aFleet().node("a").is(UpstreamState.DOWN).node("b").has("m").build(2));

        assertThat(told()).containsExactly("a down", "b up");
    }

    @Test
    void aMachineThatComesBackIsNewAgain() throws InterruptedException {
        FleetWatch watch = watch();
        watch.changed(aFleet().node("a").has("m").node("b").has("m").build(1));
        watch.changed(aFleet().node("b").has("m").build(2));
        unasked.add("a");
        watch.changed(
                aFleet().node("a").is(UpstreamState.DOWN).node("b").has("m").build(3));
        unasked.clear();
        watch.changed(aFleet().node("a").has("m").node("b").has("m").build(4));

        assertThat(told()).containsExactly("a up", "b up", "a up");
    }

    @Test
    void ignoresAPictureThatComesLate() throws InterruptedException {
        FleetWatch watch = watch();

        watch.changed(aFleet().node("a").has("m").has("n").build(3));
        watch.changed(aFleet().node("a").is(UpstreamState.DOWN).build(2));
        runTasks();
        watch.changed(aFleet().node("a").is(UpstreamState.DOWN).build(1));
        runTasks();

        assertThat(told()).containsExactly("a up");
        assertThat(kept()).containsExactly("m", "n");
    }

    @Test
    void writesTheNewestOfManyPicturesOnce() {
        FleetWatch watch = watch();

        for (int version = 1; version <= 50; version++) {
            watch.changed(aFleet().node("a").has("m" + version).build(version));
        }

        assertThat(tasks).hasSize(1);
        runTasks();
        assertThat(kept()).containsExactly("m50");
    }
}
