package dev.herd.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.Await;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class WorkbenchTest {
    private static final int MEGABYTE = 1 << 20;
    private final Workbench bench = new Workbench(10L * MEGABYTE);

    @Test
    void largeRequestsWaitForEachOther() throws Exception {
        Workbench.Place first = bench.take(2 * MEGABYTE, true);
        var waits = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var _ = bench.take(Workbench.SMALL - 1, true)) {
            Future<Workbench.Place> second = threads.submit(() -> {
                waits.countDown();
                return bench.take(2 * MEGABYTE, true);
            });
            waits.await();
            assertThat(second.isDone()).as("each takes eight").isFalse();
            first.written();
            Await.until("the first takes two, being written", second::isDone);
            first.close();
            second.get().close();
        }
        bench.take(10 * MEGABYTE, false).close();
        bench.take(100 * MEGABYTE, true).close();
        bench.take(10 * MEGABYTE, false).close();
    }
}
