package dev.herd.engine.gateway;

import dev.herd.engine.dispatch.Dispatcher;
import dev.herd.engine.dispatch.HeldLease;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.RefusedException;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.protocol.Dialect;
import dev.herd.engine.scheduling.Verdict;
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
        RequestProgress progress = subject.progress();
        Abort abort = subject.abort();
        progress.granted(
                held.held(),
                held.queued(),
                lease.decision(),
                lease.holder().node().name(),
                lease.holder().model().name());
        Dialect dialect = dialectOf(lease.holder().upstream().kind());
        Attempt attempt = new Attempt(subject.call(), held, progress, dialect, fleet);
        held.onMakeWay(() -> abort.stop(Abort.Reason.MAKES_WAY));
        try {
            Attempt.Answer answer = attempt.open(connections, subject.running(), environment.bench());
            try (var _ = answer.reply()) {
                taker.take(attempt, answer);
            }
            return true;
        } catch (MadeWayException urgent) {
            attempt.madeWay();
            return false;
        } catch (InterruptedException stopped) {
            Abort.Reason survived = abort.survive();
            if (survived == null) {
                throw stopped;
            }
            if (survived == Abort.Reason.MAKES_WAY) {
                attempt.madeWay();
                return false;
            }
            throw attempt.failed(new Verdict.NodesFault("the model server does not answer", false), 0);
        } finally {
            subject.running().idle();
            // It may have been given up in the very moment in which it ended.
            var _ = abort.survive();
            progress.attemptEnded("abandoned", 0, "");
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
