package dev.herd.engine.gateway;

import dev.herd.engine.dispatch.Dispatcher;
import dev.herd.engine.dispatch.HeldLease;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.RefusedException;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.protocol.Dialect;
import dev.herd.engine.scheduling.Effect;
import dev.herd.engine.scheduling.Verdict;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import dev.herd.engine.upstream.Connections;

/// Takes one call, or a part of one, to node after node until one has served it or none is left to try: a lease, the
/// upstream, its answer, the lease's end. On the call's own thread.
final class Tries {
    private final Dispatcher dispatcher;
    private final Connections connections;
    private final Fleet fleet;
    private final RequestPipeline.Environment environment;

    Tries(Dispatcher dispatcher, Connections connections, Fleet fleet, RequestPipeline.Environment environment) {
        this.dispatcher = dispatcher;
        this.connections = connections;
        this.fleet = fleet;
        this.environment = environment;
    }

    /// Takes an answer whose status says success, to its end.
    interface Taker {
        void take(Attempt attempt, Attempt.Answer answer)
                throws AttemptFailed, Rejection, ClientGoneException, InterruptedException;
    }

    /// Whose tries they are.
    ///
    /// @param abort stops the thread
    record Subject(Call call, Abort abort, RequestProgress progress, RunningCall running) {}

    /// @throws Rejection when nobody serves it
    void run(Subject subject, Taker taker) throws Rejection, ClientGoneException, InterruptedException {
        Retries retries = new Retries(dispatcher, fleet);
        Ticket ticket = subject.call().ticket();
        while (true) {
            try (HeldLease held = dispatcher.acquire(ticket, subject.progress()::waiting)) {
                if (attempt(subject, held, taker)) {
                    retries.blameSuspects();
                    return;
                }
            } catch (AttemptFailed failed) {
                ticket = retries.after(ticket, failed);
            } catch (RefusedException refused) {
                subject.progress().refused(refused.refusal().candidates());
                throw retries.refused(refused.refusal());
            }
        }
    }

    /// @return false when it made way for a more urgent request and is to begin anew
    private boolean attempt(Subject subject, HeldLease held, Taker taker)
            throws AttemptFailed, Rejection, ClientGoneException, InterruptedException {
        Lease lease = held.lease();
        subject.progress()
                .granted(
                        held.held(),
                        held.queued(),
                        lease.decision(),
                        lease.holder().node().name(),
                        lease.holder().model().name());
        Attempt attempt = attempt(subject, held, subject.progress());
        held.onMakeWay(() -> subject.abort().stop(Abort.Reason.MAKES_WAY));
        held.onStepBack(back -> stepBack(subject.abort(), back));
        try (Hedge hedge = hedge(subject, held)) {
            Opening opening = () -> attempt.open(connections, subject.running(), environment.bench());
            return answer(subject, attempt, opening, taker, hedge);
        } finally {
            // It may have been given up in the very moment in which it ended.
            var _ = subject.abort().survive();
        }
    }

    /// An answer that was expected to end soon, and does not, ends when its time is over.
    private void stepBack(Abort abort, Effect.StepBack back) {
        double seconds = back.goesOn().begunSeconds();
        if (abort.stepBack(back.secondsLeft(), back.goesOn()) && seconds < Double.POSITIVE_INFINITY) {
            var _ = environment
                    .timer()
                    .schedule(
                            () -> abort.stop(Abort.Reason.OWNER_PREEMPTED),
                            Math.round(seconds * 1000),
                            TimeUnit.MILLISECONDS);
        }
    }

    private Attempt attempt(Subject subject, HeldLease held, RequestProgress progress) {
        Dialect dialect = dialectOf(held.lease().holder().upstream().kind());
        return new Attempt(subject.call(), held, progress, dialect, fleet);
    }

    private interface Opening {
        Attempt.Answer open() throws AttemptFailed, Rejection, InterruptedException;
    }

    private boolean answer(Subject subject, Attempt attempt, Opening opening, Taker taker, Hedge hedge)
            throws AttemptFailed, Rejection, ClientGoneException, InterruptedException {
        try {
            Attempt.Answer answer = opening.open();
            try (var _ = answer.reply()) {
                taker.take(attempt, answer);
            }
            return true;
        } catch (GateClosedException closed) {
            attempt.declined(String.valueOf(closed.getMessage()));
            return false;
        } catch (GaveWayException gaveWay) {
            return gaveWay(subject, attempt, gaveWay.reason(), taker, hedge);
        } catch (InterruptedException stopped) {
            Abort.Reason survived = subject.abort().survive();
            if (survived == null) {
                throw stopped;
            }
            if (survived.givesWay()) {
                return gaveWay(subject, attempt, survived, taker, hedge);
            }
            throw attempt.failed(new Verdict.NodesFault("the model server does not answer", false), 0);
        } catch (AttemptFailed failed) {
            Optional<Hedge.Won> won = hedge.winner();
            if (won.isEmpty()) {
                throw failed;
            }
            return goOn(subject, won.get(), taker, hedge);
        } finally {
            subject.running().idle();
            subject.progress().attemptEnded("abandoned", 0, "");
        }
    }

    private boolean gaveWay(Subject subject, Attempt attempt, Abort.Reason why, Taker taker, Hedge hedge)
            throws AttemptFailed, Rejection, ClientGoneException, InterruptedException {
        if (why == Abort.Reason.MAKES_WAY) {
            attempt.madeWay();
            return false;
        }
        if (why == Abort.Reason.STEPS_BACK) {
            attempt.steppedBack();
            return false;
        }
        attempt.overtaken();
        return goOn(
                subject,
                hedge.winner().orElseThrow(() -> new IllegalStateException("overtaken by nobody")),
                taker,
                hedge);
    }

    /// Goes on with the answer of the copy that was faster.
    private boolean goOn(Subject subject, Hedge.Won won, Taker taker, Hedge hedge)
            throws AttemptFailed, Rejection, ClientGoneException, InterruptedException {
        Lease lease = won.held().lease();
        subject.progress()
                .tookOver(
                        lease.decision(),
                        lease.holder().node().name(),
                        lease.holder().model().name(),
                        won.startedMillis());
        try (var held = won.held()) {
            held.onStepBack(back -> stepBack(subject.abort(), back));
            return answer(subject, won.attempt().in(subject.progress()), won::answer, taker, hedge);
        }
    }

    /// Waits, aside, for the moment in which the first byte is late. Only streams have one that can be waited for.
    private Hedge hedge(Subject subject, HeldLease held) {
        Hedge hedge = new Hedge(subject);
        Lease lease = held.lease();
        if (subject.call().envelope().stream()) {
            dispatcher.lateAfter(lease).ifPresent(late -> {
                var course = new Copy(
                        subject, lease.ticket().second(lease.holder().upstream().id()));
                Runnable wake = () -> environment.workers().execute(() -> hedge.run(course));
                hedge.wokenBy(environment.timer().schedule(wake, late.toMillis(), TimeUnit.MILLISECONDS));
            });
        }
        return hedge;
    }

    private final class Copy implements Hedge.Course {
        private final Subject subject;
        private final Ticket ticket;

        Copy(Subject subject, Ticket ticket) {
            this.subject = subject;
            this.ticket = ticket;
        }

        @Override
        public Optional<HeldLease> lease() {
            return dispatcher.hedge(ticket);
        }

        @Override
        public RunningCalls calls() {
            return environment.running();
        }

        @Override
        public Attempt attempt(HeldLease held, RequestProgress aside) {
            return Tries.this.attempt(subject, held, aside);
        }

        @Override
        public Attempt.Answer open(Attempt attempt, RunningCall running)
                throws AttemptFailed, Rejection, InterruptedException {
            return attempt.open(connections, running, environment.bench());
        }
    }

    private Dialect dialectOf(UpstreamKind kind) {
        Dialect dialect = environment.upstreamDialects().get(kind);
        if (dialect == null) {
            throw new IllegalStateException("no dialect for " + kind);
        }
        return dialect;
    }
}
