package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.placement.MachineCondition;
import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.placement.Ticket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the scheduler keeps of one machine: who runs on it, under whatever model, and how far they come.
///
/// All share one accelerator: with `b` at once each goes at `1 / (1 + c (b - 1))` of its lone speed, where
/// `c` is the machine's contention. A newcomer of `w` lone seconds beside others with `r` left each is
/// therefore slowed by `c · Σ min(r, w)`, and slows them by the same sum.
final class Machine {
    private final @Nullable NodeId id;
    MachineCondition condition = MachineCondition.UNKNOWN;

    /// Its instances as the fleet has them now.
    List<InstanceState> instances = List.of();

    /// Where pins keep their models, loaded or not: their memory is nobody else's.
    List<InstanceState> kept = List.of();

    /// Those that were told to leave memory a moment ago.
    final List<InstanceState> leaving = new ArrayList<>();

    /// Those who wait for something else than a slot of an instance here, in no order.
    final List<Waiting> delayed = new ArrayList<>();

    private final List<Running> running = new ArrayList<>();

    /// How many of them may be told to make way.
    private int yielding;

    private double worth;
    private double contention;
    private double progress;
    private double crowd;
    private double seconds;
    private double fullSpeedSeconds;
    private long lessons;
    private long changes;
    private @Nullable Instant reached;
    private @Nullable Instant idleSince;

    /// @param id null where it stands for none yet
    Machine(@Nullable NodeId id) {
        this.id = id;
    }

    int running() {
        return running.size();
    }

    /// Lone seconds by which everyone who ran all along has come on.
    double progress() {
        return progress;
    }

    /// Requests at once, summed over time.
    double crowd() {
        return crowd;
    }

    /// Time that it was looked at.
    double seconds() {
        return seconds;
    }

    /// The same, each second counted as the share of the machine's speed that it had then.
    double fullSpeedSeconds() {
        return fullSpeedSeconds;
    }

    double contention() {
        return contention;
    }

    void contention(double learned) {
        contention = learned;
    }

    /// An answer has told something of the machine.
    ///
    /// @param all whether it changes what is known of all its models, or only what is assumed of some
    void learned(boolean all) {
        lessons++;
        changes += all ? 1 : 0;
    }

    /// How often something was learned of it.
    long lessons() {
        return lessons;
    }

    /// How often that changed all its models.
    long changes() {
        return changes;
    }

    /// By how much each who runs there takes longer than alone.
    double slowdown(double beside) {
        return (1 + contention * Math.max(0, beside)) / condition.speed();
    }

    /// Seconds for which a ticket of that level waits because more urgent work runs there that it would slow
    /// down by more than a person bears; 0 when it need not. What loads for longer than the ticket's work
    /// takes is not slowed down by it.
    double urgentSeconds(int level, double workSeconds) {
        double most = 0;
        int lesser = 1;
        for (int i = 0; i < running.size(); i++) {
            Running each = running.get(i);
            if (each.level < level
                    && each.requestClass() == RequestClass.INTERACTIVE
                    && each.loading(this) <= workSeconds) {
                most = Math.max(most, each.remaining(this));
            } else {
                lesser++;
            }
        }
        return contention * lesser > BEARABLE ? most * slowdown(running.size() - 1.0) : 0;
    }

    /// Whether a ticket comes from the machine's own person, who may do with it what they like.
    boolean isOwn(Ticket ticket) {
        return id != null && id.equals(ticket.home());
    }

    /// Whether its person lets one more run there.
    boolean hasRoomFor(Ticket ticket) {
        int most = condition.guard().allowance().mostAtOnce();
        return running.size() < most || isOwn(ticket) || foreign() < most;
    }

    private int foreign() {
        int count = 0;
        for (int i = 0; i < running.size(); i++) {
            count += isOwn(running.get(i).lease.ticket()) ? 0 : 1;
        }
        return count;
    }

    /// Seconds until as few run there as its person lets, for one more; 0 when it has room.
    double roomSeconds(Ticket ticket) {
        int most = condition.guard().allowance().mostAtOnce();
        if (most == 0 || hasRoomFor(ticket)) {
            return 0;
        }
        double[] left = running.stream()
                .filter(each -> !isOwn(each.lease.ticket()))
                .mapToDouble(each -> each.remaining(this) * slowdown(running.size() - 1.0))
                .sorted()
                .toArray();
        return left[left.length - most];
    }

    /// By this share batch work may slow down what a person waits for.
    private static final double BEARABLE = 0.15;

    /// Lone seconds of work per second that it would do more with one more than run there now.
    double worthOfOneMore() {
        int now = running.size();
        return work(now + 1) - work(now);
    }

    private double work(int atOnce) {
        return atOnce == 0 ? 0 : atOnce / slowdown(atOnce - 1.0);
    }

    /// Lets those who run there come on until that moment.
    void advance(Instant at) {
        Instant last = reached;
        reached = at;
        leaving.removeIf(each -> each.hasLeftOrStays(at));
        if (!running.isEmpty()) {
            idleSince = null;
        } else if (idleSince == null) {
            idleSince = at;
        }
        double passed = last == null ? 0 : Moments.seconds(last, at);
        if (passed > 0) {
            progress += passed / slowdown(running.size() - 1);
            crowd += passed * running.size();
            seconds += passed;
            fullSpeedSeconds += passed * condition.speed();
        }
    }

    /// The moment it was looked at last.
    Instant now() {
        Instant last = reached;
        return last == null ? Instant.EPOCH : last;
    }

    /// Since when nothing has run there, as far as that was seen; only while nothing does.
    Instant idleSince(Instant now) {
        Instant since = idleSince;
        return since == null ? now : since;
    }

    /// How far those who run there have come.
    record Reached(
            double progress,
            double crowd,
            double seconds,
            double fullSpeedSeconds,
            @Nullable Instant at,
            @Nullable Instant idleSince) {}

    Reached reached() {
        return new Reached(progress, crowd, seconds, fullSpeedSeconds, reached, idleSince);
    }

    /// Goes back to where it was.
    void goBack(Reached to) {
        progress = to.progress();
        crowd = to.crowd();
        seconds = to.seconds();
        fullSpeedSeconds = to.fullSpeedSeconds();
        reached = to.at();
        idleSince = to.idleSince();
    }

    void start(Running one) {
        running.add(one);
        yielding += one.yields ? 1 : 0;
        worth += one.requestClass().worth();
    }

    void end(Running one) {
        if (running.remove(one)) {
            yielding -= one.yields ? 1 : 0;
            worth -= one.requestClass().worth();
        }
    }

    /// Who runs there.
    List<Running> all() {
        return running;
    }

    /// Who can be told to make way.
    List<Running> preemptible() {
        List<Running> found = List.of();
        if (yielding == 0) {
            return found;
        }
        for (Running each : running) {
            if (each.yields && !each.begun && !each.preempted) {
                found = found.isEmpty() ? new ArrayList<>() : found;
                found.add(each);
            }
        }
        return found;
    }

    /// What the classes of those who run there are worth on the average; 0 when nobody runs.
    double meanWorth() {
        return running.isEmpty() ? 0 : worth / running.size();
    }

    /// Memory that its models take, those that are being loaded included.
    long usedBytes() {
        long sum = 0;
        for (InstanceState each : instances) {
            sum += each.inMemory() ? each.bytes() : 0;
        }
        return sum;
    }

    /// Memory that others may not have because pins keep models there.
    ///
    /// @param all in all
    /// @param absent of models that are not in memory yet
    record Kept(long all, long absent) {}

    /// What is kept for others than that instance.
    Kept keptFrom(InstanceState instance) {
        long all = 0;
        long absent = 0;
        for (InstanceState each : kept) {
            if (!each.sharers.contains(instance)) {
                InstanceState taker = each.inRunner();
                all += taker.bytes();
                absent += taker.inMemory() ? 0 : taker.bytes();
            }
        }
        return new Kept(all, absent);
    }

    /// Seconds until the load that is going on there ends, 0 when there is none.
    double loadingSeconds(InstanceState but, Instant at) {
        double most = 0;
        for (InstanceState each : instances) {
            if (each != but) {
                most = Math.max(most, each.loadingSeconds(at));
            }
        }
        return most;
    }
}
