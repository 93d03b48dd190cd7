import com.sun.management.ThreadMXBean;
import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.learning.RateBook;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.PrefixChain;
import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.placement.TicketId;
import dev.herd.engine.scheduling.Effect;
import dev.herd.engine.scheduling.Event;
import dev.herd.engine.scheduling.Scheduler;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/// How long the scheduler takes for one event in a fleet far larger than a household's: 50 nodes that each have the
/// same 200 models, of which every tenth is in demand; all slots of those are taken, and 500 tickets wait.
///
/// Time is the events' own, one millisecond each, so that nothing expires and every run decides the same.
final class DecisionBench {
    private static final int NODES = 50;
    private static final int MODELS = 200;
    private static final int IN_DEMAND = 20;
    private static final int WAITING = 500;
    private static final int TENANTS = 10;
    private static final int WARM_UP = 40_000;

    /// Without batch work, which would make way, so that another thing would be measured than is told.
    private static final List<RequestClass> CLASSES = List.of(RequestClass.INTERACTIVE, RequestClass.NORMAL);

    private static final int TALKS = 100;
    private static final int TURNS = 20;

    private final Random chance = new Random(1);
    private final List<PrefixChain> talks = new ArrayList<>();
    private final Scheduler scheduler = new Scheduler(QueueConfig.DEFAULT, new RateBook());
    private final List<Lease> leases = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long tickets;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// What events of one kind took: nanoseconds by the clock and of the processor, the latter free of what others do on
    /// the machine meanwhile, and bytes that were allocated.
    private static final class Samples {
        private final long[] nanos;
        private final long[] cpu;
        private long bytes;
        private int count;

        Samples(int most) {
            nanos = new long[most];
            cpu = new long[most];
        }

        /// What the thread has had until now, before an event.
        private long bytesBefore;

        private long cpuBefore;
        private long nanosBefore;

        void begin() {
            bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
            cpuBefore = THREADS.getCurrentThreadCpuTime();
            nanosBefore = System.nanoTime();
        }

        void end() {
            nanos[count] = System.nanoTime() - nanosBefore;
            cpu[count] = THREADS.getCurrentThreadCpuTime() - cpuBefore;
            bytes += THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
            count++;
        }

        private double micros(long[] values, double share) {
            long[] sorted = Arrays.copyOf(values, count);
            Arrays.sort(sorted);
            return sorted[(int) (count * share)] / 1e3;
        }

        String json(String name) {
            return String.format(
                    Locale.ROOT,
                    "\"%s\":{\"samples\":%d,\"p50_us\":%.2f,\"p99_us\":%.2f,\"p999_us\":%.2f,"
                            + "\"cpu_p50_us\":%.2f,\"cpu_p99_us\":%.2f,\"bytes\":%d}",
                    name,
                    count,
                    micros(nanos, 0.5),
                    micros(nanos, 0.99),
                    micros(nanos, 0.999),
                    micros(cpu, 0.5),
                    micros(cpu, 0.99),
                    bytes / Math.max(1, count));
        }
    }

    public static void main(String[] arguments) {
        int rounds = Integer.parseInt(arguments[0]);
        DecisionBench bench = new DecisionBench();
        bench.fill();
        bench.run(WARM_UP);
        System.out.println(bench.run(rounds));
    }

    private void fill() {
        for (int talk = 0; talk < TALKS; talk++) {
            PrefixChain chain = PrefixChain.NONE;
            for (int turn = 0; turn < TURNS; turn++) {
                chain = chain.followedBy(chance.nextLong(), 200);
            }
            talks.add(chain);
        }
        tell(new Event.FleetChanged(fleet(), now));
        int running = NODES * IN_DEMAND;
        for (int i = 0; i < running; i++) {
            tell(arrival(model(i % IN_DEMAND)));
        }
        for (int i = 0; i < WAITING; i++) {
            tell(arrival(model(i % IN_DEMAND)));
        }
        int waiting = scheduler.view(now).waiting().size();
        if (leases.size() != running || waiting != WAITING) {
            throw new IllegalStateException(leases.size() + " run and " + waiting + " wait");
        }
    }

    /// One round: somebody ends, whereupon one who waits is granted; somebody comes for the same model and waits;
    /// somebody comes for a model that nobody else wants, is granted at once, and ends. Nearly always: the scheduler may
    /// see it otherwise.
    private String run(int rounds) {
        Samples waits = new Samples(rounds);
        Samples granted = new Samples(rounds);
        Samples finished = new Samples(rounds);
        for (int i = 0; i < rounds; i++) {
            Lease lease = leases.remove(chance.nextInt(leases.size()));
            ModelRef model = lease.holder().model().ref();
            timed(end(lease), finished);
            timed(arrival(model), waits);
            timed(arrival(model(IN_DEMAND + chance.nextInt(MODELS - IN_DEMAND))), granted);
            tell(end(leases.removeLast()));
        }
        return "{" + granted.json("arrived_and_granted") + "," + waits.json("arrived_and_waits") + ","
                + finished.json("finished_with_its_pass") + "}";
    }

    private void timed(Event event, Samples samples) {
        samples.begin();
        List<Effect> effects = scheduler.on(event);
        samples.end();
        keep(effects);
    }

    private void tell(Event event) {
        keep(scheduler.on(event));
    }

    private void keep(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Grant grant) {
                leases.add(grant.lease());
            }
        }
    }

    private Event arrival(ModelRef model) {
        now = now.plusMillis(1);
        Ticket ticket = new Ticket(
                new TicketId("t" + ++tickets),
                List.of(model),
                CLASSES.get(chance.nextInt(CLASSES.size())),
                "tenant" + chance.nextInt(TENANTS),
                now,
                null,
                null,
                Set.of(),
                Set.of(),
                false,
                0,
                4000,
                0,
                talks.get(chance.nextInt(talks.size())),
                false,
                0);
        return new Event.Arrived(ticket, now);
    }

    private Event end(Lease lease) {
        now = now.plusMillis(1);
        Outcome served = new Outcome.Served(
                new TokenUsage(1000, 0, 200), Timings.NONE, Duration.ofMillis(200), Duration.ofSeconds(5));
        return new Event.Finished(lease.number(), served, now);
    }

    private static FleetSnapshot fleet() {
        List<Node> nodes = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            List<HostedModel> models = new ArrayList<>();
            for (int model = 0; model < MODELS; model++) {
                models.add(hosted(model(model)));
            }
            Upstream upstream = new Upstream(
                    UpstreamId.parse("http://10.0.0." + (node + 1) + ":11434"),
                    UpstreamKind.OLLAMA,
                    UpstreamState.UP,
                    "",
                    "0.25.0",
                    true,
                    models);
            String name = "node" + node;
            nodes.add(new Node(new NodeId(name), name, NodeKind.PLAIN, NodeState.UP, "", null, List.of(upstream)));
        }
        return new FleetSnapshot(1, nodes);
    }

    private static ModelRef model(int number) {
        return ModelRef.of("model" + number + ":8b");
    }

    private static HostedModel hosted(ModelRef model) {
        return new HostedModel(
                model.name(),
                model,
                "",
                4_661_224_676L,
                "",
                "{}",
                "llama",
                Set.of("completion"),
                131_072,
                1,
                new Residency(131_072, 0, 0, null));
    }
}
