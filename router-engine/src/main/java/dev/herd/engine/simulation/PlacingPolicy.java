package dev.herd.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// Others: each request goes to a machine at once when it comes, and waits there.
final class PlacingPolicy implements Policy {
    private final Simulation simulation;
    private final Choosers.Chooser chooser;
    private final BiConsumer<Job, SimulatedServer> learner;
    private final List<Task> held = new ArrayList<>();

    PlacingPolicy(Simulation simulation, Choosers.Chooser chooser) {
        this(simulation, chooser, (job, server) -> {});
    }

    PlacingPolicy(Simulation simulation, Choosers.Chooser chooser, BiConsumer<Job, SimulatedServer> learner) {
        this.simulation = simulation;
        this.chooser = chooser;
        this.learner = learner;
    }

    static PlacingPolicy points(Simulation simulation) {
        var points = new Choosers.Points(simulation);
        return new PlacingPolicy(
                simulation,
                points,
                (job, server) -> points.completed(job, server, simulation.now() - job.task.arrivedAt));
    }

    @Override
    public void arrived(Task task) {
        Scenario.Model model = simulation.model(task.model);
        List<SimulatedServer> able = simulation.servers().stream()
                .filter(server -> server.serves() && model.suits(server.machine, task.images))
                .toList();
        SimulatedServer chosen = able.isEmpty() ? null : chooser.choose(task, able);
        if (chosen == null) {
            held.add(task);
        } else {
            simulation.send(task, chosen);
        }
    }

    @Override
    public void completed(Job job, SimulatedServer server) {
        learner.accept(job, server);
    }

    @Override
    public void lost(Job job, SimulatedServer server) {
        arrived(job.task);
    }

    @Override
    public void fleetChanged() {
        List<Task> again = List.copyOf(held);
        held.clear();
        again.forEach(this::arrived);
    }
}
