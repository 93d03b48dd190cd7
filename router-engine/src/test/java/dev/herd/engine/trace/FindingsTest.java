package dev.herd.engine.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.EngineEvent;
import dev.herd.engine.api.Finding;
import dev.herd.engine.testing.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private final FakeClock clock = new FakeClock();
    private final EventFeed events = new EventFeed();
    private final Findings findings = new Findings(clock, events);

    private static List<Finding> published(EventFeed.Subscription watcher) throws InterruptedException {
        List<Finding> all = new ArrayList<>();
        for (var next = watcher.next(Duration.ZERO); next.isPresent(); next = watcher.next(Duration.ZERO)) {
            if (next.get() instanceof EventFeed.Next.Happened(long _, EngineEvent.FindingRaised(Finding finding))) {
                all.add(finding);
            }
        }
        return all;
    }

    @Test
    void keepsAFindingUntilItIsCleared() {
        findings.raise("a", "one thing");
        findings.raise("b", "another");
        assertThat(findings.current())
                .containsExactly(
                        new Finding("a", "one thing", FakeClock.START), new Finding("b", "another", FakeClock.START));

        findings.clear("a");
        findings.clear("never raised");

        assertThat(findings.current()).extracting(Finding::code).containsExactly("b");
    }

    @Test
    void tellsWatchersOncePerChange() throws InterruptedException {
        try (EventFeed.Subscription watcher = events.subscribe()) {
            findings.raise("a", "one");
            findings.raise("a", "one");
            clock.forward(Duration.ofSeconds(5));
            findings.raise("a", "two");
            findings.clear("a");
            findings.raise("a", "two");

            assertThat(published(watcher))
                    .containsExactly(
                            new Finding("a", "one", FakeClock.START),
                            new Finding("a", "two", FakeClock.START),
                            new Finding("a", "two", FakeClock.START.plusSeconds(5)));
        }
    }
}
