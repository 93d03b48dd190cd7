package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.Variant;
import dev.herd.engine.learning.Knowledge;
import dev.herd.engine.placement.Footprint;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.PrefixChain;
import dev.herd.engine.placement.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the scheduler keeps of one instance: its leases, its breaker, what its cache holds, and how many wait
/// for it.
final class InstanceState extends Seats {
    /// An unload that the server does not show within this time did not happen.
    private static final Duration LEAVING = Duration.ofSeconds(10);

    /// Nobody waits longer than this for a model that has just been loaded.
    private static final double MOST_HELD_SECONDS = 30;

    final InstanceId id;
    Holder holder;

    /// Of the holder.
    Shown shown;

    /// Null until something has failed.
    private @Nullable Breaker breaker;

    final SlotCache cache;
    Instant lastUsed = Instant.MIN;

    @Nullable
    Instant busyUntil;

    /// When it was last asked something to be measured.
    @Nullable
    Instant probedAt;

    /// Whether it is where a pin keeps its model.
    boolean pinned;

    /// Whether the fleet has it still; it is kept beyond that until its last lease ends.
    boolean listed = true;

    private final Knowledge knowledge;

    private @Nullable Instant loadedAt;
    private @Nullable Instant leavingSince;
    private @Nullable Instant residentSince;
    private @Nullable OwnLoad ownLoad;
    private long residentBytes;
    private final KnownRates rates;

    /// A load that no request asked for.
    private record OwnLoad(long number, Instant since, double seconds) {
        /// One that takes longer than expected is expected to take half of its age once more.
        double left(Instant at) {
            double age = Moments.seconds(since, at);
            return Math.max(seconds - age, Math.max(0.5, age / 2));
        }
    }

    InstanceState(Holder holder, Knowledge knowledge) {
        shareWith(List.of(this));
        this.holder = holder;
        id = holder.instance();
        shown = Shown.of(holder, null);
        this.knowledge = knowledge;
        rates = new KnownRates(knowledge);
        cache = new SlotCache(holder.model().slots());
    }

    /// How fast it is with a context of that many tokens, as known now.
    InstanceRates rates(int contextTokens) {
        return rates.of(this, contextTokens);
    }

    /// What a request is expected to take of its window, as known now.
    Footprint footprint(Ticket ticket) {
        return knowledge.footprint(ticket, holder, machine.now());
    }

    /// What keeps requests away after failures.
    Breaker breaker() {
        breaker = breaker == null ? new Breaker() : breaker;
        return breaker;
    }

    /// Whether failures keep requests away.
    boolean isBlocked(Instant at) {
        return breaker != null && breaker.blocks(at, running());
    }

    /// [Breaker#opensAt].
    @Nullable
    Instant opensAt() {
        return breaker == null ? null : breaker.opensAt();
    }

    /// It has served a request.
    void served() {
        if (breaker != null) {
            breaker.served();
        }
    }

    KnownRates known() {
        return rates;
    }

    /// Whether its speed was never measured.
    boolean isUnmeasured() {
        return rates().samples() == 0;
    }

    /// The same for whatever context was last asked about: where that makes no difference.
    InstanceRates rates() {
        return rates.of(this);
    }

    /// Takes over how the fleet shows it now.
    ///
    /// @param likely which of the models of its name it probably is
    void show(Holder now, @Nullable Variant likely, Instant at) {
        Residency before = holder.model().resident();
        Residency after = now.model().resident();
        // One that is loaded now and was not before was loaded for a request, whose prompt is there since.
        boolean another = !shown.variant().equals(now.variant());
        boolean emptied = another || after == null || (before != null && after.window() != before.window());
        if (emptied && running() == 0) {
            cache.clear();
        }
        if (another) {
            residentBytes = 0;
            rates.forget();
        }
        holder = now;
        shown = Shown.of(now, likely);
        cache.resize(slots());
        listed = true;
        if (after != null && after.sizeBytes() > 0) {
            if (after.sizeBytes() != residentBytes || !after.equals(before)) {
                knowledge.loaded(now);
            }
            residentBytes = after.sizeBytes();
        }
        if (after == null) {
            leavingSince = null;
            residentSince = null;
        } else {
            residentSince = before == null ? at : residentSince;
            loadedAt = null;
        }
    }

    /// How it is loaded; null when it is not, or is about to go.
    @Nullable
    Residency resident() {
        return leavingSince == null ? shown.resident() : null;
    }

    /// Whether it takes memory, or is about to.
    boolean inMemory() {
        Residency resident = resident();
        return resident == null ? isComing() : !resident.underAnotherName();
    }

    /// Whether its runner is on its way into memory, for requests or unasked.
    boolean isComing() {
        return ownLoad != null || (resident() == null && occupied() > 0);
    }

    /// Whether a pin keeps its runner, by whatever name.
    boolean isKept() {
        for (int i = 0; i < sharers.size(); i++) {
            if (sharers.get(i).pinned) {
                return true;
            }
        }
        return false;
    }

    /// The sharer that takes the runner's memory, itself when none does.
    InstanceState inRunner() {
        for (int i = 0; i < sharers.size(); i++) {
            if (sharers.get(i).inMemory()) {
                return sharers.get(i);
            }
        }
        return this;
    }

    /// It is loaded unasked from now on.
    ///
    /// @param number of the load
    /// @param seconds that it is expected to take
    void beginLoad(long number, double seconds, Instant at) {
        ownLoad = new OwnLoad(number, at, seconds);
        cache.clear();
    }

    /// Such a load has ended.
    ///
    /// @return false when it is not the one that was waited for
    boolean endLoad(long number) {
        if (ownLoad == null || ownLoad.number() != number) {
            return false;
        }
        ownLoad = null;
        return true;
    }

    /// Its server began anew, with nothing of what went on there.
    void restart() {
        breaker = null;
        busyUntil = null;
        ownLoad = null;
        cache.clear();
    }

    /// Memory it takes when it is loaded: as seen when it last was, else as was learned; 0 when unknown.
    long bytes() {
        return residentBytes > 0 ? residentBytes : knowledge.memoryBytes(holder, 0);
    }

    /// The same with a window that it is loaded with for a request.
    ///
    /// @param window in tokens; 0 where the request names none
    long bytes(int window) {
        return window > 0 ? knowledge.memoryBytes(holder, window) : bytes();
    }

    /// The same as far as that is certain.
    long leastBytes(int window) {
        return window <= 0 && residentBytes > 0 ? residentBytes : knowledge.leastMemoryBytes(holder, window);
    }

    /// It is told to go, so that another one fits.
    void leave(Instant at) {
        leavingSince = at;
        machine.leaving.add(this);
        cache.clear();
    }

    /// Whether it has left, or is not going to.
    boolean hasLeftOrStays(Instant at) {
        if (leavingSince != null && leavingSince.plus(LEAVING).isBefore(at)) {
            leavingSince = null;
        }
        return leavingSince == null;
    }

    /// Seconds until its load ends, 0 when none is going on.
    double loadingSeconds(Instant at) {
        if (ownLoad != null) {
            return resident() == null ? ownLoad.left(at) : 0;
        }
        Instant until = loadedAt;
        return until == null || resident() != null || running() == 0 ? 0 : Math.max(0, Moments.seconds(at, until));
    }

    /// Seconds until nothing runs there any more, 0 when nothing does.
    double idleIn(Instant at) {
        double most = workSeconds();
        return most == 0 ? 0 : Math.max(most, loadingSeconds(at));
    }

    /// Seconds until it may be taken out of memory: nothing runs there any more, and it has been in memory for as long
    /// as its load took.
    ///
    /// So at most half of a machine's time goes into loading, however requests alternate: whoever does not know the
    /// future does best to keep what he paid for until he has had as much of it (ski rental; Karlin, Manasse,
    /// Rudolph, Sleator, "Competitive Snoopy Caching", 1988).
    double freeIn(Instant at) {
        // A load that nobody waits for is over when its server says so.
        double idle = Math.max(idleIn(at), ownLoad == null ? 0 : ownLoad.left(at));
        if (residentSince == null) {
            return idle;
        }
        double held = Math.min(MOST_HELD_SECONDS, LoadPlan.seconds(rates(), holder.model()));
        return Math.max(idle, held - Moments.seconds(residentSince, at));
    }

    @Override
    int slots() {
        return shown.slots();
    }

    /// Seconds for which the slot that a ticket would get is kept for a conversation that is about to go on;
    /// 0 when the ticket may have it.
    double keptSeconds(Waiting waiting, Instant at) {
        Keep keep = cache.keptFrom(waiting.ticket.prefix());
        double now = Moments.onScale(at);
        double expected = keep.expectedIn(now);
        return expected < 0 || !waiting.yieldsTo(keep, now + expected) ? 0 : expected;
    }

    /// Seconds that another conversation is expected to lose when the prompt takes its slot.
    double damageSeconds(PrefixChain prompt, Instant at) {
        return cache.keptFrom(prompt).worth(Moments.onScale(at));
    }

    /// Whether its runner serves one of these models.
    boolean servesAny(List<ModelRef> models) {
        for (InstanceState each : sharers) {
            if (models.contains(each.holder.model().ref())) {
                return true;
            }
        }
        return false;
    }

    /// @param loadSeconds that its load takes first, 0 when it is loaded
    void start(Running one, double loadSeconds, Instant at) {
        take(one);
        if (loadSeconds > 0 && loadedAt == null) {
            residentBytes = ownLoad == null ? bytes(one.lease.ticket().window()) : residentBytes;
            loadedAt = Moments.after(at, loadSeconds);
            cache.clear();
        }
        cache.take(one.lease.number(), one.lease.ticket().prefix(), Moments.onScale(at));
        lastUsed = at;
    }

    @Nullable
    Running end(long lease, Instant at) {
        Running one = find(lease);
        if (one != null) {
            leave(one);
            cache.leave(lease, one.lease.ticket().prefix(), Moments.onScale(at));
            lastUsed = at;
            loadedAt = running() == 0 ? null : loadedAt;
        }
        return one;
    }
}
