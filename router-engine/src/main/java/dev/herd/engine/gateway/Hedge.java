package dev.herd.engine.gateway;

import dev.herd.engine.dispatch.HeldLease;
import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.protocol.ReplyDecoder;
import dev.herd.engine.upstream.UpstreamFailure;
import dev.herd.engine.upstream.UpstreamReply;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A second copy of a request whose first byte is late, on a thread of its own. When it has content before the first
/// one
/// has, it takes the first one's place, whose thread goes on with its answer; else it is dropped. Its lease is free and
/// its connection closed in either case.
final class Hedge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Hedge.class);
    private static final int BUFFER_BYTES = 8192;

    /// Most that a server may say before it says anything.
    private static final int LONGEST_HEAD = 1 << 20;

    private final Tries.Subject subject;
    private final Abort own = new Abort();
    private final CompletableFuture<Optional<Won>> outcome = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private Future<?> alarm = CompletableFuture.completedFuture(null);
    private boolean begun;
    private boolean closed;

    Hedge(Tries.Subject subject) {
        this.subject = subject;
    }

    /// A copy that answers.
    ///
    /// @param answer gives again what was read of it
    /// @param startedMillis of the request's time
    record Won(HeldLease held, Attempt attempt, Attempt.Answer answer, double startedMillis) {
        private void drop() {
            answer.reply().close();
            held.close();
        }
    }

    /// How the copy comes to its machine.
    interface Course {
        /// A lease that begins at once, or none.
        Optional<HeldLease> lease();

        /// All that run, for those who watch for silent servers.
        RunningCalls calls();

        /// @param aside keeps what the copy counts until it takes the first one's place
        Attempt attempt(HeldLease held, RequestProgress aside);

        Attempt.Answer open(Attempt attempt, RunningCall running) throws AttemptFailed, Rejection, InterruptedException;
    }

    /// What wakes it; cancelled when the first copy ends.
    void wokenBy(Future<?> timer) {
        alarm = timer;
    }

    /// Sends the copy, if there is where to, and reads until it says something. On a thread of its own.
    void run(Course course) {
        own.bind(Thread.currentThread());
        try {
            if (!begins()) {
                return;
            }
            Optional<HeldLease> lease = course.lease();
            if (lease.isPresent()) {
                send(course, lease.get());
            }
        } finally {
            own.unbind();
            outcome.complete(Optional.empty());
        }
    }

    private boolean begins() {
        lock.lock();
        try {
            begun = !closed;
            return begun;
        } finally {
            lock.unlock();
        }
    }

    private void send(Course course, HeldLease held) {
        double started = subject.progress().elapsedMillis();
        Attempt attempt = course.attempt(held, subject.progress().aside());
        RunningCall running = new RunningCall(own);
        // A server that falls silent is given up for the copy as for the first one.
        course.calls().add(running);
        held.onStepBack(back -> own.stepBack(back.secondsLeft(), back.goesOn()));
        try {
            Attempt.Answer answer = course.open(attempt, running);
            Won won = new Won(held, attempt, answer, started);
            if (!says(attempt, answer) || !wins(won)) {
                won.drop();
            }
        } catch (AttemptFailed | Rejection failed) {
            LOG.debug("the second copy of a request failed: {}", failed.getMessage());
        } catch (InterruptedException overtaken) {
            LOG.debug("the second copy of a request came too late");
        } finally {
            course.calls().remove(running);
            if (!hasWon()) {
                held.close();
            }
        }
    }

    /// Reads until there is content, which the reply then gives again.
    private boolean says(Attempt attempt, Attempt.Answer answer) {
        UpstreamReply reply = answer.reply();
        ReplyDecoder decoder = attempt.upstreamDialect().decoder(answer.framing());
        var head = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            for (int count = reply.read(buffer); count >= 0; count = reply.read(buffer)) {
                head.write(buffer, 0, count);
                List<InferenceEvent> events = decoder.feed(buffer, 0, count);
                if (events.stream().anyMatch(InferenceEvent.Failed.class::isInstance) || head.size() > LONGEST_HEAD) {
                    return false;
                }
                if (events.stream().anyMatch(Hedge::isContent)) {
                    reply.giveAgain(head.toByteArray());
                    return true;
                }
            }
        } catch (UpstreamFailure broken) {
            // One that was dropped broke because of that.
            if (own.reason() == null) {
                attempt.cut(broken.reason());
            }
        }
        return false;
    }

    private static boolean isContent(InferenceEvent event) {
        return (event instanceof InferenceEvent.Delta delta && !delta.isEmpty())
                || event instanceof InferenceEvent.Finished;
    }

    private boolean wins(Won won) {
        lock.lock();
        try {
            return !closed && subject.abort().overtake() && outcome.complete(Optional.of(won));
        } finally {
            lock.unlock();
        }
    }

    private boolean hasWon() {
        return outcome.isDone() && outcome.join().isPresent();
    }

    /// The copy that took the place, or takes it since the first one has failed; waits for one that is on its way. On
    /// the request's thread.
    ///
    /// @return empty when there is none
    Optional<Won> winner() throws InterruptedException {
        lock.lock();
        try {
            if (!begun) {
                closed = true;
                return Optional.empty();
            }
        } finally {
            lock.unlock();
        }
        while (true) {
            try {
                return outcome.get();
            } catch (ExecutionException impossible) {
                throw new IllegalStateException("a copy has no outcome", impossible);
            } catch (InterruptedException stopped) {
                if (subject.abort().survive() != Abort.Reason.OVERTAKEN) {
                    throw stopped;
                }
            }
        }
    }

    /// Drops the copy, unless it has won.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        alarm.cancel(false);
        own.stop(Abort.Reason.OVERTAKEN);
        if (hasWon()) {
            // Where it was taken over, all of it has ended already.
            outcome.join().ifPresent(Won::drop);
        }
    }
}
