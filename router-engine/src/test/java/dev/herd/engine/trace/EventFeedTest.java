package dev.herd.engine.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.EngineEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventFeedTest {
    private final EventFeed feed = new EventFeed();

    private static EngineEvent event(int number) {
        return new EngineEvent.NodeChanged("n" + number, "n", "up", "");
    }

    private static EventFeed.Next next(EventFeed.Subscription watcher) throws InterruptedException {
        return watcher.next(Duration.ofSeconds(10)).orElseThrow();
    }

    @Test
    void tellsWatchersWhatHappensFromNowOn() throws InterruptedException {
        feed.publish(() -> event(0));
        try (EventFeed.Subscription watcher = feed.subscribe()) {
            feed.publish(() -> event(1));
            feed.publish(() -> event(2));

            assertThat(next(watcher)).isEqualTo(new EventFeed.Next.Happened(2, event(1)));
            assertThat(next(watcher)).isEqualTo(new EventFeed.Next.Happened(3, event(2)));
            assertThat(watcher.next(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void makesNoEventForNobody() {
        AtomicInteger made = new AtomicInteger();
        try (EventFeed.Subscription watcher = feed.subscribe()) {
            assertThat(watcher).isNotNull();
        }

        feed.publish(() -> event(made.incrementAndGet()));

        assertThat(made.get()).isZero();
    }

    @Test
    void tellsASlowWatcherHowMuchItMissed() throws InterruptedException {
        try (EventFeed.Subscription watcher = feed.subscribe()) {
            for (int i = 1; i <= 1005; i++) {
                int number = i;
                feed.publish(() -> event(number));
            }

            assertThat(next(watcher)).isEqualTo(new EventFeed.Next.Gap(5, 5));
            assertThat(next(watcher)).isEqualTo(new EventFeed.Next.Happened(6, event(6)));
            for (int i = 7; i <= 1005; i++) {
                assertThat(next(watcher)).isInstanceOf(EventFeed.Next.Happened.class);
            }
            feed.publish(() -> event(0));
            assertThat(next(watcher)).as("one gap only").isInstanceOf(EventFeed.Next.Happened.class);
        }
    }

    @Test
    void wakesAWatcherThatWaits() throws InterruptedException {
        try (EventFeed.Subscription watcher = feed.subscribe()) {
            Thread.startVirtualThread(() -> feed.publish(() -> event(1)));

            assertThat(next(watcher)).isEqualTo(new EventFeed.Next.Happened(1, event(1)));
        }
    }

    @Test
    void givesIdsInOrderHoweverManyPublishAtOnce() throws InterruptedException {
        List<Thread> publishers = new ArrayList<>();
        try (EventFeed.Subscription watcher = feed.subscribe()) {
            for (int i = 0; i < 8; i++) {
                publishers.add(Thread.startVirtualThread(() -> {
                    for (int event = 0; event < 100; event++) {
                        feed.publish(() -> event(0));
                    }
                }));
            }
            for (long id = 1; id <= 800; id++) {
                assertThat(next(watcher)).isEqualTo(new EventFeed.Next.Happened(id, event(0)));
            }
            for (Thread publisher : publishers) {
                publisher.join();
            }
        }
    }
}
