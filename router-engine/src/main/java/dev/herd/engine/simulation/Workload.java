package dev.herd.engine.simulation;

import dev.herd.engine.placement.RequestClass;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Somebody who asks. Fields that a kind has no use for are ignored.
///
/// @param client name of the tenants, of which there are `clients`, numbered
/// @param models asked for, with how often, in their order; one is drawn for each request or conversation
/// @param from seconds from the beginning
/// @param until when it stops asking; 0 for the scenario's end
/// @param rate requests per second ([Kind#POISSON])
/// @param day factors of the rate over 24 hours in equal parts, the first of them at the beginning; empty for
///     one rate all day
/// @param count of requests ([Kind#BURST]), of conversations, of agents
/// @param turns of a conversation, steps of an agent
/// @param thinkSeconds mean time between an answer and the next turn
/// @param thinkSigma of its logarithm, 0 for one time; negative for exponential times
/// @param systemTokens with which every prompt of it begins
/// @param fanOut sub-agents that each step starts and waits for
/// @param prompt what each request adds
/// @param answer length of answers
/// @param images whether its requests carry images
/// @param deadlineSeconds to the first byte; 0 for none
/// @param requests one by one ([Kind#LIST])
public record Workload(
        Kind kind,
        String client,
        int clients,
        RequestClass requestClass,
        Map<String, Double> models,
        double from,
        double until,
        double rate,
        List<Double> day,
        int count,
        int turns,
        double thinkSeconds,
        double thinkSigma,
        int systemTokens,
        int fanOut,
        Scenario.Length prompt,
        Scenario.Length answer,
        boolean images,
        double deadlineSeconds,
        List<Request> requests) {

    public Workload {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        day = List.copyOf(day);
        requests = List.copyOf(requests);
    }

    /// Seconds of a day, over which [#day] is laid.
    public static final double DAY = 86_400;

    /// Requests as written down.
    ///
    /// @param models that they ask for
    public static Workload list(RequestClass requestClass, List<String> models, List<Request> requests) {
        Map<String, Double> weights = new LinkedHashMap<>();
        models.forEach(model -> weights.put(model, 1.0));
        var any = new Scenario.Length(1, 0);
        return new Workload(
                Kind.LIST,
                requestClass.label(),
                1,
                requestClass,
                weights,
                0,
                0,
                0,
                List.of(),
                0,
                0,
                0,
                -1,
                0,
                0,
                any,
                any,
                false,
                0,
                requests);
    }

    /// Whether its requests go on with what was said before.
    boolean goesOn() {
        return switch (kind) {
            case CONVERSATIONS, AGENTS -> true;
            case LIST ->
                requests.stream().anyMatch(request -> !request.conversation().isEmpty());
            case POISSON, BURST -> false;
        };
    }

    /// The factor of the rate at a moment.
    double dayFactor(double at) {
        return day.isEmpty() ? 1 : day.get((int) (at % DAY / DAY * day.size()));
    }

    double highestDayFactor() {
        return day.stream().mapToDouble(Double::doubleValue).max().orElse(1);
    }

    /// The kinds of workloads.
    public enum Kind {
        /// Independent requests by chance.
        POISSON,
        /// Many at one moment.
        BURST,
        /// People who read an answer, think, and go on: each turn carries all before it.
        CONVERSATIONS,
        /// Programs that go on at once; each step carries all before it, and may start sub-agents.
        AGENTS,
        /// As written down.
        LIST
    }

    /// One request of a list.
    ///
    /// @param at seconds from the beginning
    /// @param conversation requests of one name carry each other's prompts; empty for none
    public record Request(double at, String model, String client, int prompt, int answer, String conversation) {}
}
