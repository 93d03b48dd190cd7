package dev.herd.engine.sensing;

import java.util.concurrent.atomic.AtomicInteger;

/// Runs one thing for many threads that ask for it, one run at a time: whoever asks meanwhile is served by one more
/// run.
final class Telling {
    private final Runnable run;
    private final AtomicInteger asked = new AtomicInteger();

    Telling(Runnable run) {
        this.run = run;
    }

    void ask() {
        if (asked.getAndIncrement() > 0) {
            return;
        }
        boolean ended = false;
        try {
            int served;
            do {
                served = asked.get();
                run.run();
            } while (asked.addAndGet(-served) > 0);
            ended = true;
        } finally {
            if (!ended) {
                asked.set(0);
            }
        }
    }
}
