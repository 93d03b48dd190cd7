package dev.herd.engine.pulling;

import dev.herd.engine.api.PullProgress;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns the pulls that run: one for each model and server, however many watch it. Thread-safe.
public final class Pulls {
    /// Nobody pulls more at once; a client that asks for ever new names does not fill the memory.
    private static final int MOST_AT_ONCE = 32;

    private static final int MOST_REMEMBERED = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Pulls.class);

    private final PullSource source;
    private final Fleet fleet;
    private final Tools tools;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Pull> running = new LinkedHashMap<>();

    /// Servers that have a part of a model because its pull broke off there.
    private final Map<ModelRef, Set<UpstreamId>> begun = new HashMap<>();

    private final AtomicInteger watching = new AtomicInteger();
    private long last;
    private boolean stopping;

    /// What pulls need of those who know the fleet. Thread-safe.
    public interface Fleet {
        FleetSnapshot snapshot();

        Room room(Node node, Upstream upstream);

        /// A model has come, or a new state of it. Returns when the fleet knows, after a moment at the latest.
        void pulled(PullProgress pull, UpstreamId upstream);

        /// A model has not come.
        void failed(PullProgress pull, String reason);
    }

    /// What pulls run with.
    ///
    /// @param timer for the pauses before a pull is asked for again
    /// @param workers starts a virtual thread for each task
    /// @param firstPause the shortest of these
    public record Tools(InstantSource clock, ScheduledExecutorService timer, Executor workers, Duration firstPause) {}

    public Pulls(PullSource source, Fleet fleet, Tools tools) {
        this.source = source;
        this.fleet = fleet;
        this.tools = tools;
    }

    /// Starts a pull, or joins the one that runs already.
    ///
    /// @return to be closed
    /// @throws PullRejectedException when no machine can pull it now
    public PullWatch begin(PullOrder order) throws PullRejectedException {
        while (true) {
            Now now = look(order);
            if (now.same() != null) {
                return now.same().watch();
            }
            var plan = new PullPlan(fleet.snapshot(), fleet::room, now.begun(), now.taken());
            PullPlan.Place place = plan.choose(order.model(), order.node());
            Optional<Pull> added = add(order, place, now);
            if (added.isPresent()) {
                PullWatch watch = added.get().watch();
                tools.workers().execute(added.get());
                return watch;
            }
        }
    }

    /// What an order finds.
    ///
    /// @param same a pull of the same model that it may join
    /// @param begun servers that have a part of the model
    /// @param taken machines that it may not use
    private record Now(@Nullable Pull same, Set<UpstreamId> begun, Set<NodeId> taken) {}

    private Now look(PullOrder order) throws PullRejectedException {
        lock.lock();
        try {
            Now now = now(order);
            if (now.same() == null && stopping) {
                throw new PullRejectedException("Herd is stopping");
            }
            if (now.same() == null && running.size() >= MOST_AT_ONCE) {
                throw new PullRejectedException("too many models are being pulled at once");
            }
            return now;
        } finally {
            lock.unlock();
        }
    }

    /// Under the lock.
    private Now now(PullOrder order) {
        Pull same = null;
        Set<NodeId> taken = new HashSet<>();
        for (Pull pull : running.values()) {
            boolean fits = order.node() == null || pull.node().id().equals(order.node());
            if (same == null && fits && pull.order().ref().equals(order.ref())) {
                same = pull;
            }
            if (order.automatic() && pull.order().automatic()) {
                taken.add(pull.node().id());
            }
        }
        return new Now(same, Set.copyOf(begun.getOrDefault(order.ref(), Set.of())), taken);
    }

    /// @param seen what the place was chosen by
    /// @return empty when that is not so any more
    private Optional<Pull> add(PullOrder order, PullPlan.Place place, Now seen) {
        lock.lock();
        try {
            if (stopping || running.size() >= MOST_AT_ONCE || !now(order).equals(seen)) {
                return Optional.empty();
            }
            last++;
            Pull pull = new Pull(
                    "p-" + last,
                    order,
                    place,
                    tools.clock().instant(),
                    new Pull.Surroundings(source, this::pause, tools.firstPause(), this::ended, watching));
            running.put(pull.id(), pull);
            return Optional.of(pull);
        } finally {
            lock.unlock();
        }
    }

    private void pause(Duration length) throws InterruptedException {
        var over = new CompletableFuture<@Nullable Void>();
        Runnable end = () -> over.complete(null);
        var _ = tools.timer().schedule(end, length.toMillis(), TimeUnit.MILLISECONDS);
        try {
            over.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a pause cannot fail", impossible);
        }
    }

    private void ended(Pull pull, PullEnd how) {
        PullProgress progress = pull.progress();
        try {
            switch (how) {
                case PullEnd.Pulled _ -> fleet.pulled(progress, pull.upstream());
                case PullEnd.Failed refused
                when refused.refused() -> LOG.info("pull of {}: {}", progress.model(), refused.reason());
                case PullEnd.Failed(int _, String reason, String _) -> fleet.failed(progress, reason);
                case PullEnd.Stopped(String reason) -> LOG.info("pull of {}: {}", progress.model(), reason);
            }
        } finally {
            forget(pull, how, progress.completedBytes() > 0);
        }
    }

    /// @param partly whether something of the model came
    private void forget(Pull pull, PullEnd how, boolean partly) {
        lock.lock();
        try {
            running.remove(pull.id());
            ModelRef model = pull.order().ref();
            if (how instanceof PullEnd.Pulled) {
                begun.remove(model);
            } else if (partly && begun.size() < MOST_REMEMBERED) {
                begun.computeIfAbsent(model, ref -> new HashSet<>()).add(pull.upstream());
            }
        } finally {
            lock.unlock();
        }
    }

    private List<Pull> all() {
        lock.lock();
        try {
            return List.copyOf(running.values());
        } finally {
            lock.unlock();
        }
    }

    /// The pulls that run, the oldest first.
    public List<PullProgress> running() {
        return all().stream().map(Pull::progress).toList();
    }

    /// Whether somebody waits for one still.
    public boolean watched() {
        return watching.get() > 0;
    }

    /// Ends a pull; what has come of the model stays for the next one.
    ///
    /// @return false when it does not run
    public boolean cancel(String id) {
        Optional<Pull> found =
                all().stream().filter(pull -> pull.id().equals(id)).findFirst();
        found.ifPresent(pull -> pull.stop(new PullEnd.Stopped("the pull was cancelled")));
        return found.isPresent();
    }

    /// Gives up waiting for servers that do not answer anything any more. To be called about once a second.
    public void look(Predicate<UpstreamId> silent) {
        all().stream().filter(pull -> silent.test(pull.upstream())).forEach(Pull::giveUpWaiting);
    }

    /// Ends all pulls and begins none any more.
    public void stop() {
        lock.lock();
        try {
            stopping = true;
        } finally {
            lock.unlock();
        }
        all().forEach(pull -> pull.stop(new PullEnd.Stopped("Herd is stopping")));
    }
}
