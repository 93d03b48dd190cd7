package dev.herd.engine.sensing.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.herd.engine.sensing.NativeFunction;
import dev.herd.engine.sensing.Opened;
import dev.herd.engine.sensing.Sleep;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// How a Windows machine is kept awake. It tells of sleep to programs with a window alone, so that here a late timer
/// shows that it slept.
public final class WindowsSleep implements Sleep {
    /// `ES_CONTINUOUS`, and with `ES_SYSTEM_REQUIRED`.
    private static final int AS_BEFORE = 0x80000000;

    private static final int AWAKE = 0x80000001;
    private static final Duration MOST_WAIT = Duration.ofSeconds(2);

    private final Executor threads;
    private final Opened<NativeFunction> setState;

    /// @param threads gives each task a platform thread of its own: Windows keeps the wish with the thread that said it
    public WindowsSleep(Executor threads) {
        this(WindowsLibraries.installed(), threads);
    }

    WindowsSleep(WindowsLibraries libraries, Executor threads) {
        this.threads = threads;
        setState = new Opened<>(() -> libraries.kernel().function("SetThreadExecutionState", JAVA_INT, JAVA_INT));
    }

    @Override
    public void watch(Watcher watcher) throws IOException {
        throw new IOException("Windows tells programs without a window nothing of sleep");
    }

    /// The reason is not told to Windows.
    @Override
    public Hold stayAwake(String reason) throws IOException {
        NativeFunction state = setState.get();
        var accepted = new CompletableFuture<Boolean>();
        var released = new CountDownLatch(1);
        threads.execute(() -> hold(state, accepted, released));
        try {
            if (!accepted.get(MOST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("SetThreadExecutionState is refused");
            }
        } catch (ExecutionException | TimeoutException late) {
            released.countDown();
            throw new IOException("the thread that keeps awake does not begin", late);
        } catch (InterruptedException hurried) {
            released.countDown();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", hurried);
        }
        return released::countDown;
    }

    private static void hold(NativeFunction state, CompletableFuture<Boolean> accepted, CountDownLatch released) {
        boolean held = state.asInt(AWAKE) != 0;
        accepted.complete(held);
        if (!held) {
            return;
        }
        try {
            released.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            state.asInt(AS_BEFORE);
        }
    }

    @Override
    public void close() {}
}
