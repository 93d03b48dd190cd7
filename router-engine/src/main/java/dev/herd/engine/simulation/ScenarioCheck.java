package dev.herd.engine.simulation;

import dev.herd.engine.fleet.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Whether a scenario makes sense.
public final class ScenarioCheck {
    /// A month.
    private static final double LONGEST_SECONDS = 31 * 86_400.0;

    private static final int MOST_REQUESTS = 1_000_000;
    private static final int MOST_MACHINES = 100;
    private static final double MOST = 1e9;

    private final Scenario scenario;
    private final List<String> machines = new ArrayList<>();
    private final List<String> models = new ArrayList<>();
    private double requests;

    private ScenarioCheck(Scenario scenario) {
        this.scenario = scenario;
    }

    /// @throws IllegalArgumentException when it makes none, with where and why for people
    public static void check(Scenario scenario) {
        new ScenarioCheck(scenario).all();
    }

    private void all() {
        require(!scenario.name().isBlank(), "name is empty");
        above0("seconds", scenario.seconds());
        require(scenario.seconds() <= LONGEST_SECONDS, "seconds: at most a month, 2678400");
        above0("patience_seconds", scenario.patienceSeconds());
        sigma("beliefs.sigma", scenario.beliefs().sigma());
        require(!scenario.machines().isEmpty(), "machines is empty");
        require(scenario.machines().size() <= MOST_MACHINES, "machines: at most " + MOST_MACHINES);
        require(!scenario.models().isEmpty(), "models is empty");
        scenario.machines().forEach(machine -> named("machines", machine.name(), machines));
        scenario.models().forEach(model -> named("models", model.name(), models));
        scenario.machines().forEach(this::machine);
        scenario.models().forEach(this::model);
        for (int i = 0; i < scenario.workloads().size(); i++) {
            workload("workloads[" + i + "]", scenario.workloads().get(i));
        }
        require(requests <= MOST_REQUESTS, "it asks for more than " + MOST_REQUESTS + " requests");
        for (int i = 0; i < scenario.incidents().size(); i++) {
            incident("incidents[" + i + "]", scenario.incidents().get(i));
        }
        for (Scenario.Machine machine : scenario.machines()) {
            double used = scenario.models().stream()
                    .filter(model -> model.loaded().contains(machine.name()))
                    .mapToDouble(Scenario.Model::gib)
                    .sum();
            require(used <= machine.memoryGib(), "machine " + machine.name() + ": what it has loaded does not fit");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static void above0(String name, double value) {
        require(value > 0 && value <= MOST, name + " must be above 0");
    }

    private static void notNegative(String name, double value) {
        require(value >= 0 && value <= MOST, name + " must not be negative");
    }

    private static void sigma(String name, double value) {
        require(value >= 0 && value <= 3, name + " must be from 0 to 3");
    }

    private static void share(String name, double value) {
        require(value > 0 && value <= 1, name + " must be above 0, and at most 1");
    }

    private static void named(String list, String name, List<String> taken) {
        require(!name.isBlank(), list + "[" + taken.size() + "]: name is missing");
        require(!taken.contains(name), list + ": " + name + " is there twice");
        taken.add(name);
    }

    private static void known(String place, String what, String name, Collection<String> all) {
        require(
                all.contains(name),
                place + ": there is no " + what + " " + name
                        + NearestName.of(name, all)
                                .map(near -> ", did you mean " + near + "?")
                                .orElse("; there are " + String.join(", ", all)));
    }

    private void machine(Scenario.Machine machine) {
        String place = "machine " + machine.name() + ": ";
        above0(place + "memory_gib", machine.memoryGib());
        require(machine.slots() >= 1 && machine.slots() <= 1000, place + "slots must be from 1 to 1000");
        above0(place + "prefill", machine.prefill());
        above0(place + "decode", machine.decode());
        notNegative(place + "contention", machine.contention());
        above0(place + "load_gib_per_second", machine.loadGibPerSecond());
        notNegative(place + "load_overhead_seconds", machine.loadOverheadSeconds());
        for (Map.Entry<String, Scenario.Rates> each : machine.rates().entrySet()) {
            known(place + "rates", "model", each.getKey(), models);
            above0(
                    place + "rates of " + each.getKey() + ": prefill",
                    each.getValue().prefill());
            above0(
                    place + "rates of " + each.getKey() + ": decode",
                    each.getValue().decode());
        }
        Scenario.Heat heat = machine.heat();
        if (heat != null) {
            require(heat.afterSeconds() >= 1 && heat.coolSeconds() >= 1, place + "heat: times must be 1 s or more");
            share(place + "heat: speed", heat.speed());
        }
    }

    private void model(Scenario.Model model) {
        String place = "model " + model.name() + ": ";
        above0(place + "gib", model.gib());
        above0(place + "billions", model.billions());
        model.on().forEach(machine -> known(place + "on", "machine", machine, machines));
        model.loaded().forEach(machine -> known(place + "loaded", "machine", machine, machines));
        model.sees().forEach(machine -> known(place + "sees", "machine", machine, machines));
        require(
                scenario.machines().stream().anyMatch(machine -> model.suits(machine, false)),
                place + "fits on no machine that has it");
        for (Scenario.Machine machine : scenario.machines()) {
            require(
                    model.isOn(machine) || !model.loaded().contains(machine.name()),
                    place + "is loaded on " + machine.name() + ", which does not have it");
        }
    }

    private void workload(String place, Workload load) {
        String at = place + ": ";
        require(load.clients() >= 1, at + "clients must be 1 or more");
        require(!load.client().isBlank(), at + "client is empty");
        require(!load.models().isEmpty(), at + "models is empty");
        load.models().forEach((model, weight) -> {
            known(place, "model", model, models);
            above0(at + "the weight of " + model, weight);
            suits(at, load, model);
        });
        notNegative(at + "from", load.from());
        notNegative(at + "until", load.until());
        require(load.until() == 0 || load.until() > load.from(), at + "until must be later than from");
        require(load.from() < scenario.seconds(), at + "from is after the end of the scenario");
        notNegative(at + "deadline_seconds", load.deadlineSeconds());
        lengths(at, load);
        kind(at, load);
    }

    private void suits(String at, Workload load, String name) {
        Scenario.Model model = scenario.models().get(models.indexOf(name));
        require(!load.images() || !model.embeds(), at + "an embedding model reads no images");
        require(
                scenario.machines().stream().anyMatch(machine -> model.suits(machine, load.images())),
                at + "no machine reads images with " + name + ": see sees");
    }

    private static void lengths(String at, Workload load) {
        above0(at + "prompt.mean", load.prompt().mean());
        above0(at + "answer.mean", load.answer().mean());
        require(load.prompt().mean() <= 10_000_000 && load.answer().mean() <= 10_000_000, at + "lengths are too large");
        sigma(at + "prompt.sigma", load.prompt().sigma());
        sigma(at + "answer.sigma", load.answer().sigma());
        notNegative(at + "system_tokens", load.systemTokens());
        notNegative(at + "think_seconds", load.thinkSeconds());
        require(
                load.thinkSigma() == -1 || (load.thinkSigma() >= 0 && load.thinkSigma() <= 3),
                at + "think_sigma must be from 0 to 3");
        notNegative(at + "turns", load.turns());
        require(load.fanOut() >= 0 && load.fanOut() <= 1000, at + "fan_out must be from 0 to 1000");
    }

    private void kind(String at, Workload load) {
        boolean poisson = load.kind() == Workload.Kind.POISSON;
        require(poisson || load.day().isEmpty(), at + "day is for kind poisson");
        require(load.kind() == Workload.Kind.LIST || load.requests().isEmpty(), at + "requests are for kind list");
        double end = load.until() > 0 ? Math.min(load.until(), scenario.seconds()) : scenario.seconds();
        switch (load.kind()) {
            case POISSON -> {
                above0(at + "rate", load.rate());
                load.day().forEach(factor -> notNegative(at + "day", factor));
                require(load.day().isEmpty() || load.highestDayFactor() > 0, at + "day is 0 all day");
                requests += load.rate() * load.highestDayFactor() * (end - load.from());
            }
            case BURST -> {
                count(at, load, MOST_REQUESTS);
                requests += load.count();
            }
            case CONVERSATIONS, AGENTS -> count(at, load, 10_000);
            case LIST -> list(at, load);
        }
    }

    private static void count(String at, Workload load, int most) {
        require(load.count() >= 1 && load.count() <= most, at + "count must be from 1 to " + most);
    }

    private void list(String at, Workload load) {
        require(!load.requests().isEmpty(), at + "requests is empty");
        for (int i = 0; i < load.requests().size(); i++) {
            Workload.Request request = load.requests().get(i);
            String each = at + "requests[" + i + "]: ";
            notNegative(each + "at", request.at());
            known(each.substring(0, each.length() - 2), "model", request.model(), models);
            suits(each, load, request.model());
            require(request.prompt() >= 1, each + "prompt must be 1 or more");
            require(request.answer() >= 0, each + "answer must not be negative");
        }
        requests += load.requests().size();
    }

    private void incident(String place, Scenario.Incident incident) {
        String at = place + ": ";
        known(place, "machine", incident.machine(), machines);
        notNegative(at + "from", incident.from());
        notNegative(at + "until", incident.until());
        share(at + "speed", incident.speed());
        notNegative(at + "found_after_seconds", incident.foundAfterSeconds());
        notNegative(at + "gib", incident.gib());
        require(
                incident.kind() != Scenario.Incident.Kind.MEMORY || incident.gib() > 0,
                at + "gib must be above 0 for memory");
        notNegative(at + "every_seconds", incident.everySeconds());
        require(incident.perHour() >= 0 && incident.perHour() <= 3600, at + "per_hour must be from 0 to 3600");
        if (incident.perHour() > 0) {
            above0(at + "mean_seconds", incident.meanSeconds());
            require(incident.everySeconds() == 0, at + "every_seconds and per_hour exclude each other");
            require(incident.until() == 0 || incident.until() > incident.from(), at + "until must be later than from");
            return;
        }
        require(incident.until() > incident.from(), at + "until must be later than from");
        require(
                incident.everySeconds() == 0 || incident.everySeconds() > incident.until() - incident.from(),
                at + "every_seconds must be longer than it lasts");
        require(incident.everySeconds() == 0 || incident.everySeconds() >= 1, at + "every_seconds must be 1 or more");
    }
}
