package dev.herd.engine.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Runs nothing by itself: tasks run on the caller's thread, in their order, when [#forward] moves the clock past them.
public final class FakeTimer extends ScheduledThreadPoolExecutor {
    private record Task(Instant due, Runnable action) {}

    private final FakeClock clock;
    private final List<Task> tasks = new CopyOnWriteArrayList<>();

    public FakeTimer(FakeClock clock) {
        super(0);
        this.clock = clock;
    }

    /// Tasks to come.
    public int pending() {
        return tasks.size();
    }

    public void forward(Duration duration) {
        Instant end = clock.instant().plus(duration);
        while (true) {
            var next = tasks.stream().filter(task -> !task.due().isAfter(end)).min(Comparator.comparing(Task::due));
            if (next.isEmpty()) {
                clock.forward(Duration.between(clock.instant(), end));
                return;
            }
            Task task = next.get();
            tasks.remove(task);
            if (task.due().isAfter(clock.instant())) {
                clock.forward(Duration.between(clock.instant(), task.due()));
            }
            task.action().run();
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
        tasks.add(new Task(clock.instant().plus(delay, unit.toChronoUnit()), action));
        // Nobody asks for the outcome of a tick.
        return super.schedule(() -> {}, 1, TimeUnit.DAYS);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> action, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }
}
