package dev.herd.engine.gateway;

import dev.herd.engine.dispatch.Dispatcher;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.inference.Endpoint;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.protocol.Dialect;
import dev.herd.engine.protocol.Envelope;
import dev.herd.engine.upstream.Connections;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request, bytes in to bytes out. Runs on its own virtual thread, which is interrupted when the client
/// leaves.
///
/// The seven steps: the body is there · the dialect reads it · the dispatcher grants a lease, or refuses ·
/// the upstream opens · the answer is relayed · the lease ends · the trace is written.
final class RequestPipeline {
    private static final Logger LOG = LoggerFactory.getLogger(RequestPipeline.class);

    private final Intake intake;
    private final Environment environment;
    private final ResidencyCalls residency;
    private final Tries tries;
    private final Sharding sharding;
    private final Endings endings;

    /// What surrounds every request.
    ///
    /// @param upstreamDialects how each kind of upstream is spoken to
    /// @param answers the memory that all whole answers share
    /// @param timer for deadlines
    /// @param workers starts a virtual thread for each task
    record Environment(
            Map<UpstreamKind, Dialect> upstreamDialects,
            Journal journal,
            RunningCalls running,
            BodyBudget answers,
            ClientCap cap,
            Workbench bench,
            InstantSource clock,
            ScheduledExecutorService timer,
            Executor workers) {}

    RequestPipeline(
            Intake intake,
            Dispatcher dispatcher,
            Connections connections,
            Fleet fleet,
            Environment environment,
            ErrorReplies errors) {
        this.intake = intake;
        this.environment = environment;
        this.residency = new ResidencyCalls(dispatcher, connections, fleet, environment);
        this.tries = new Tries(dispatcher, connections, fleet, environment);
        this.sharding = new Sharding(dispatcher, tries, environment);
        this.endings = new Endings(errors);
    }

    void run(ClientExchange exchange, Endpoint endpoint) {
        RequestProgress progress = new RequestProgress(exchange, environment.journal());
        RunningCall running = new RunningCall(exchange.abort);
        progress.begin();
        environment.running().add(running);
        exchange.abort.bind(Thread.currentThread());
        try {
            Call call = intake.read(exchange, endpoint, progress);
            Future<?> deadline = watchDeadline(exchange, call.ticket());
            try (var _ = environment.cap().enter(call.ticket().tenant())) {
                serve(exchange, call, progress, running);
            } finally {
                deadline.cancel(false);
            }
        } catch (Rejection rejection) {
            endings.reject(exchange, progress, rejection);
        } catch (ClientGoneException | InterruptedException stopped) {
            endings.stopped(exchange, progress, endpoint.dialect());
        } catch (RuntimeException bug) {
            LOG.error("request {} failed on a defect", exchange.id(), bug);
            endings.broken(exchange, progress, endpoint.dialect());
        } catch (OutOfMemoryError full) {
            LOG.error("request {} found no memory: {}", exchange.id(), full.getMessage());
            endings.exhausted(exchange, progress, endpoint.dialect());
        } finally {
            exchange.abort.unbind();
            environment.running().remove(running);
        }
    }

    private void serve(ClientExchange exchange, Call call, RequestProgress progress, RunningCall running)
            throws Rejection, ClientGoneException, InterruptedException {
        if (call.envelope().kind() != Envelope.Kind.INFERENCE) {
            residency.run(exchange, call, progress, running);
            return;
        }
        if (sharding.serve(exchange, call, progress)) {
            return;
        }
        var bystanders = new Relay.Bystanders(progress, running, environment.clock(), environment.answers());
        tries.run(
                new Tries.Subject(call, exchange.abort, progress, running),
                (attempt, answer) -> new Relay(exchange, attempt, answer, bystanders).run());
    }

    /// The time until the first byte is limited where the client said so.
    private Future<?> watchDeadline(ClientExchange exchange, Ticket ticket) {
        Instant deadline = ticket.deadline();
        if (deadline == null) {
            return CompletableFuture.completedFuture(null);
        }
        long nanos = Duration.between(environment.clock().instant(), deadline).toNanos();
        return environment
                .timer()
                .schedule(() -> exchange.abort.stop(Abort.Reason.DEADLINE), Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }
}
