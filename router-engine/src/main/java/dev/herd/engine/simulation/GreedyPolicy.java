package dev.herd.engine.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One queue by class and arrival; whenever any slot is idle, the next one takes the fastest of those. Knows
/// true rates.
final class GreedyPolicy implements Policy {
    private final Simulation simulation;
    private final List<Task> waiting = new ArrayList<>();

    GreedyPolicy(Simulation simulation) {
        this.simulation = simulation;
    }

    @Override
    public void arrived(Task task) {
        waiting.add(task);
        waiting.sort(Comparator.comparing((Task each) -> each.requestClass).thenComparingLong(each -> each.number));
        serve();
    }

    private void serve() {
        for (Task task : List.copyOf(waiting)) {
            Scenario.Model model = simulation.model(task.model);
            Optional<SimulatedServer> server = simulation.servers().stream()
                    .filter(each -> each.serves() && model.suits(each.machine, task.images) && hasRoom(each, model))
                    .min(Comparator.comparingDouble(each -> seconds(task, model, each)));
            if (server.isPresent()) {
                waiting.remove(task);
                simulation.send(task, server.get());
            }
        }
    }

    private static boolean hasRoom(SimulatedServer server, Scenario.Model model) {
        if (server.hasOrLoads(model.name())) {
            return server.inFlight(model.name()) < server.machine.slots();
        }
        return server.inFlight() == 0 ? model.gib() <= server.machine.memoryGib() : model.gib() <= server.freeGib();
    }

    private static double seconds(Task task, Scenario.Model model, SimulatedServer server) {
        double load = server.hasOrLoads(model.name()) ? 0 : server.machine.loadSeconds(model);
        double alone = task.promptTokens / server.machine.prefillRate(model)
                + task.answerTokens / server.machine.decodeRate(model);
        return load + alone * (1 + server.machine.contention() * server.inFlight()) / server.speed();
    }

    @Override
    public void completed(Job job, SimulatedServer server) {
        serve();
    }

    @Override
    public void lost(Job job, SimulatedServer server) {
        arrived(job.task);
    }

    @Override
    public void fleetChanged() {
        serve();
    }
}
