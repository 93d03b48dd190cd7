package dev.herd.engine.scheduling;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.onDisk;
import static dev.herd.engine.testing.FleetBuilder.weighing;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.placement.Decision;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.testing.FixedKnowledge;
import dev.herd.engine.testing.FleetBuilder;
import dev.herd.engine.testing.TicketBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Who waits is looked up where it is planned and by its models; the plain way is to go through the whole queue.
class ForecastTest {
    private static final List<ModelRef> MODELS = List.of(ModelRef.of("m0"), ModelRef.of("m1"), ModelRef.of("m2"));
    private static final List<RequestClass> CLASSES = List.of(RequestClass.values());

    private final FixedKnowledge knowledge = new FixedKnowledge();
    private final Instances instances = new Instances(knowledge);
    private final Surroundings around = new Surroundings(instances, new Demand(), knowledge, Play.START);
    private final FairQueue queue = new FairQueue();
    private final List<Waiting> waiting = new ArrayList<>();
    private long sequence;

    @Test
    void seesWhomTheWholeQueueShows() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            waiting.forEach(this::leave);
            waiting.clear();
            build(random);
            for (int step = 0; step < 60; step++) {
                if (random.nextInt(4) == 0 && !waiting.isEmpty()) {
                    leave(waiting.remove(random.nextInt(waiting.size())));
                } else {
                    come(random);
                }
                check(random);
            }
        }
    }

    /// Two names of one runner on one machine, a load that others wait for on another.
    private void build(Random random) {
        FleetBuilder fleet = aFleet();
        fleet.node("a").has(weighing("m0", "same")).has(weighing("m1", "same"));
        fleet.node("b").has("m0").has("m1");
        fleet.node("c").has(onDisk("m1")).has(onDisk("m2"));
        instances.update(fleet.build(), Play.START);
        for (InstanceState each : instances.all()) {
            if (random.nextInt(3) == 0) {
                run(each, 1 + random.nextInt(20));
            }
        }
        instances.of(MODELS.get(1)).getLast().beginLoad(1, 30, Play.START);
    }

    private void run(InstanceState instance, double seconds) {
        Ticket ticket = ticket("runs" + sequence).forModels("m0").at(Play.START);
        Lease lease = new Lease(sequence++, ticket, instance.holder, Decision.NONE);
        instance.start(new Running(lease, seconds, 0, instance.machine, 0, false), 0, Play.START);
    }

    private Waiting next(Random random) {
        TicketBuilder ticket = ticket("t" + sequence)
                .of("tenant" + random.nextInt(3))
                .as(CLASSES.get(random.nextInt(3)))
                .prompt(random.nextInt(9000));
        Ticket asked = switch (random.nextInt(4)) {
            case 0 -> ticket.forModels("m0", "m2").at(Play.START);
            case 1 -> ticket.forModels("m1").at(Play.START);
            case 2 -> ticket.forModels("m2").at(Play.START);
            default -> ticket.forModels("m0").at(Play.START);
        };
        Waiting one = new Waiting(asked, sequence++, Play.START, Duration.ofHours(1));
        queue.place(one);
        return one;
    }

    private void come(Random random) {
        Waiting one = next(random);
        Placement placement = Placement.of(one, around, Forecast.before(one, queue));
        InstanceState best = placement.best();
        if (best != null) {
            one.planFor(placement, best);
            queue.add(one, placement.cost().work);
            waiting.add(one);
        }
    }

    private void leave(Waiting one) {
        one.unplan();
        queue.remove(one);
    }

    private void check(Random random) {
        Waiting place = next(random);
        Forecast plain = new Forecast();
        for (Waiting each : queue.inOrder()) {
            if (Waiting.ORDER.compare(each, place) < 0 && each.competesForAny(place.ticket.models())) {
                plain.take(each);
            }
        }
        List<InstanceState> asked = new ArrayList<>();
        place.ticket.models().forEach(model -> asked.addAll(instances.of(model)));
        List<Double> expected = asked.stream().map(plain::soonest).toList();

        Forecast forecast = Forecast.before(place, queue);

        assertThat(asked.stream().map(forecast::soonest).toList()).isEqualTo(expected);
        for (InstanceState each : instances.all()) {
            ModelRef model = each.holder.model().ref();
            assertThat(queue.wanting(model)).isEqualTo(those(model, null));
            assertThat(queue.concerned(model, each.machine)).isEqualTo(those(model, each.machine));
        }
    }

    /// Who wants a model, or waits on a machine for something else than a slot.
    private List<Waiting> those(ModelRef model, @Nullable Machine machine) {
        return queue.inOrder().stream()
                .filter(each -> each.ticket.models().contains(model)
                        || (each.otherSeconds > 0 && each.plan != null && each.plan.machine == machine))
                .toList();
    }
}
