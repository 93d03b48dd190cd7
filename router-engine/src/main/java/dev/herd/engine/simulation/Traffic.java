package dev.herd.engine.simulation;

import dev.herd.engine.placement.PrefixChain;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.stream.Stream;

/// Makes a workload's requests: those that come whatever happens, and those that follow an answer.
final class Traffic {
    /// The block that an answer makes of the next turn's prompt.
    static final long ANSWER = 1;

    private final Workload load;
    private final SplittableGenerator chance;
    private final World world;
    private final double until;
    private final double rate;
    private final boolean evenModels;
    private final double weights;

    /// What traffic needs of the world.
    interface World {
        double now();

        void at(double moment, Runnable what);

        /// Somebody asks, now.
        void ask(Task.Ask ask, Runnable afterwards);
    }

    Traffic(Workload load, SplittableGenerator chance, World world, double seconds) {
        this.load = load;
        this.chance = chance;
        this.world = world;
        this.until = load.until() > 0 ? Math.min(load.until(), seconds) : seconds;
        this.rate = load.rate() * load.highestDayFactor();
        this.weights =
                load.models().values().stream().mapToDouble(Double::doubleValue).sum();
        this.evenModels = load.models().values().stream().distinct().count() == 1;
    }

    void begin() {
        switch (load.kind()) {
            case POISSON -> world.at(load.from() + exponential(1 / rate, chance), this::poisson);
            case BURST ->
                world.at(load.from(), () -> {
                    for (int i = 0; i < load.count(); i++) {
                        single(client(i));
                    }
                });
            case CONVERSATIONS -> each(number -> new Talk(number, true));
            case AGENTS -> each(number -> new Talk(number, false));
            case LIST -> list();
        }
    }

    private static double exponential(double mean, RandomGenerator chance) {
        return mean * chance.nextExponential();
    }

    private static int tokens(Scenario.Length length, RandomGenerator chance) {
        double sigma = length.sigma();
        return (int) Math.max(1, Math.round(length.mean() * logNormal(sigma, chance)));
    }

    /// Of mean 1.
    private static double logNormal(double sigma, RandomGenerator chance) {
        return sigma == 0 ? 1 : Math.exp(sigma * chance.nextGaussian() - sigma * sigma / 2);
    }

    private double thinking(RandomGenerator chance) {
        double mean = load.thinkSeconds();
        return load.thinkSigma() < 0 ? exponential(mean, chance) : mean * logNormal(load.thinkSigma(), chance);
    }

    private String model(RandomGenerator chance) {
        List<String> names = List.copyOf(load.models().keySet());
        if (evenModels) {
            return names.get(chance.nextInt(names.size()));
        }
        double left = chance.nextDouble() * weights;
        for (Map.Entry<String, Double> each : load.models().entrySet()) {
            left -= each.getValue();
            if (left < 0) {
                return each.getKey();
            }
        }
        return names.getLast();
    }

    private String client(int number) {
        return load.clients() == 1 ? load.client() : load.client() + number % load.clients();
    }

    private void poisson() {
        if (world.now() < until) {
            if (isNow()) {
                single(client(chance.nextInt(load.clients())));
            }
            world.at(world.now() + exponential(1 / rate, chance), this::poisson);
        }
    }

    /// Thins the highest rate of the day to that of the hour (Lewis, Shedler, "Simulation of Nonhomogeneous
    /// Poisson Processes by Thinning", 1979).
    private boolean isNow() {
        return load.day().isEmpty() || chance.nextDouble() * load.highestDayFactor() < load.dayFactor(world.now());
    }

    private void single(String client) {
        PrefixChain prompt =
                systemText(load.systemTokens()).followedBy(chance.nextLong(), tokens(load.prompt(), chance));
        ask(model(chance), client, prompt, tokens(load.answer(), chance), () -> {});
    }

    private static PrefixChain systemText(int tokens) {
        return tokens > 0 ? PrefixChain.NONE.followedBy(2L + tokens, tokens) : PrefixChain.NONE;
    }

    private void ask(String model, String client, PrefixChain prompt, int answer, Runnable afterwards) {
        world.ask(
                new Task.Ask(model, client, load.requestClass(), prompt, answer, load.images(), load.deadlineSeconds()),
                afterwards);
    }

    private void each(IntFunction<Talk> talk) {
        for (int i = 0; i < load.count(); i++) {
            Talk one = talk.apply(i);
            world.at(
                    load.from() + (load.thinkSeconds() > 0 ? exponential(load.thinkSeconds() / 2, chance) : 0.1 * i),
                    one::turn);
        }
    }

    /// A conversation, or an agent at work.
    private final class Talk {
        private final String client;
        /// Its own, so that it says the same whatever becomes of the others.
        private final RandomGenerator own = chance.split();
        private final String model = model(own);
        private final boolean thinks;
        private PrefixChain history = systemText(load.systemTokens());
        private int turns;
        private int waitedFor;

        Talk(int number, boolean thinks) {
            this.client = client(number);
            this.thinks = thinks && load.thinkSeconds() > 0;
        }

        void turn() {
            if (world.now() >= until) {
                return;
            }
            history = history.followedBy(own.nextLong(), tokens(load.prompt(), own));
            int answer = tokens(load.answer(), own);
            waitedFor = 1 + load.fanOut();
            ask(model, client, history, answer, () -> {
                history = history.followedBy(ANSWER, answer);
                answered();
            });
            for (int i = 0; i < load.fanOut(); i++) {
                PrefixChain errand =
                        systemText(load.systemTokens()).followedBy(own.nextLong(), tokens(load.prompt(), own));
                ask(model, client, errand, tokens(load.answer(), own), this::answered);
            }
        }

        private void answered() {
            waitedFor--;
            if (waitedFor > 0) {
                return;
            }
            turns++;
            if (load.turns() == 0 || turns < load.turns()) {
                world.at(world.now() + (thinks ? thinking(own) : 0), this::turn);
            }
        }
    }

    private void list() {
        Map<String, List<Workload.Request>> talks = new TreeMap<>();
        for (Workload.Request request : load.requests()) {
            if (request.conversation().isEmpty()) {
                PrefixChain prompt = PrefixChain.NONE.followedBy(chance.nextLong(), request.prompt());
                world.at(
                        request.at(), () -> ask(request.model(), request.client(), prompt, request.answer(), () -> {}));
            } else {
                talks.merge(request.conversation(), List.of(request), Traffic::joined);
            }
        }
        talks.values().forEach(this::recorded);
    }

    private static List<Workload.Request> joined(List<Workload.Request> one, List<Workload.Request> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    /// Requests whose prompts each carry those before them: what a prompt is longer than the last one is new.
    private void recorded(List<Workload.Request> talk) {
        PrefixChain history = PrefixChain.NONE;
        for (Workload.Request request : talk) {
            int more = request.prompt() - history.tokens();
            PrefixChain prompt = more > 0
                    ? history.followedBy(chance.nextLong(), more)
                    : PrefixChain.NONE.followedBy(chance.nextLong(), request.prompt());
            world.at(request.at(), () -> ask(request.model(), request.client(), prompt, request.answer(), () -> {}));
            history = prompt.followedBy(ANSWER, request.answer());
        }
    }
}
