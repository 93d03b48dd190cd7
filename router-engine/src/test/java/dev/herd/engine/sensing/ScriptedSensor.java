package dev.herd.engine.sensing;

import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A sensor that does what a test tells it.
public final class ScriptedSensor<T extends Signal> implements Sensor<T> {
    public interface Script<T> {
        Reading<T> read() throws IOException, InterruptedException;
    }

    public final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    private final Class<T> kind;
    private final Duration every;
    private volatile Script<T> script;
    private volatile @Nullable Runnable look;

    public ScriptedSensor(Class<T> kind, Duration every, Script<T> script) {
        this.kind = kind;
        this.every = every;
        this.script = script;
    }

    public void does(Script<T> next) {
        script = next;
    }

    public void hint() {
        Runnable listening = look;
        if (listening == null) {
            throw new AssertionError("nobody listens");
        }
        listening.run();
    }

    @Override
    public Class<T> kind() {
        return kind;
    }

    @Override
    public Duration every() {
        return every;
    }

    @Override
    public Reading<T> read() throws IOException, InterruptedException {
        reads.incrementAndGet();
        return script.read();
    }

    @Override
    public void onHint(Runnable hinted) {
        look = hinted;
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}
