package dev.herd.engine.simulation;

import dev.herd.engine.placement.RequestClass;
import java.util.List;

/// Somebody who asks. Fields that a kind has no use for are ignored.
///
/// @param client name of the tenants, of which there are `clients`, numbered
/// @param models asked for, one drawn for each request or conversation
/// @param from seconds from the beginning
/// @param until when it stops asking; 0 for the scenario's end
/// @param rate requests per second ([Kind#POISSON])
/// @param count of requests ([Kind#BURST]), of conversations, of agents
/// @param turns of a conversation, steps of an agent
/// @param thinkSeconds mean time between an answer and the next turn
/// @param systemTokens with which every prompt of it begins
/// @param fanOut sub-agents that each step starts and waits for
/// @param prompt what each request adds
/// @param answer length of answers
/// @param deadlineSeconds to the first byte; 0 for none
/// @param requests one by one ([Kind#LIST])
public record Workload(
        Kind kind,
        String client,
        int clients,
        RequestClass requestClass,
        List<String> models,
        double from,
        double until,
        double rate,
        int count,
        int turns,
        double thinkSeconds,
        int systemTokens,
        int fanOut,
        Scenario.Length prompt,
        Scenario.Length answer,
        double deadlineSeconds,
        List<Request> requests) {

    public Workload {
        models = List.copyOf(models);
        requests = List.copyOf(requests);
        if (clients < 1) {
            throw new IllegalArgumentException("a workload needs a client");
        }
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
