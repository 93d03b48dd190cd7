package dev.herd.engine.simulation;

import dev.herd.engine.placement.RequestClass;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// I5: over a minute, no tenant that waits all the time gets less than four fifths of its share in the
/// service of its class. Held against what those get of a model who want nothing else, since others may use
/// machines that it cannot; and less what fair queueing is off by at most: the longest request of each side,
/// and the head start across tenants.
final class FairShares {
    private static final double WINDOW = 60;
    private static final double LEAST_SHARE = 0.8;

    /// What a prefix in a cache may move a request before another tenant's, in seconds of service.
    private static final double HEAD_START = 6;

    private final Map<RequestClass, Window> windows = new LinkedHashMap<>();

    /// A minute of one class.
    private static final class Window {
        private static final String SEVERAL = "";

        final double begun;

        /// Who has waited all the time so far, with the model that all of its requests want.
        final Map<String, String> backlogged;

        /// Seconds by tenant and model.
        final Map<String, Map<String, Double>> served = new TreeMap<>();

        double longest;

        Window(double begun, Map<String, String> backlogged) {
            this.begun = begun;
            this.backlogged = new TreeMap<>(backlogged);
        }

        void keep(Map<String, String> now) {
            backlogged.keySet().retainAll(now.keySet());
            backlogged.replaceAll((client, model) -> model.equals(now.get(client)) ? model : SEVERAL);
        }

        private Map<String, Double> of(String client) {
            return served.getOrDefault(client, Map.of());
        }

        /// The tenant that got too little; empty when none did.
        String wronged() {
            Map<String, Integer> wanting = new TreeMap<>();
            Map<String, Double> got = new TreeMap<>();
            backlogged.forEach((client, model) -> {
                wanting.merge(model, 1, Integer::sum);
                got.merge(model, of(client).getOrDefault(model, 0.0), Double::sum);
            });
            wanting.remove(SEVERAL);
            for (Map.Entry<String, String> each : backlogged.entrySet()) {
                Integer sharers = wanting.get(each.getValue());
                if (sharers != null && sharers > 1) {
                    double fair = got.getOrDefault(each.getValue(), 0.0) / sharers;
                    double own = of(each.getKey()).values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum();
                    if (own < LEAST_SHARE * fair - 2 * longest - HEAD_START) {
                        return each.getKey();
                    }
                }
            }
            return "";
        }
    }

    /// A tenant's request is served.
    ///
    /// @param seconds that it is expected to take alone
    void served(Task task, double seconds) {
        Window window = windows.get(task.requestClass);
        if (window != null) {
            window.served
                    .computeIfAbsent(task.client, client -> new TreeMap<>())
                    .merge(task.model, seconds, Double::sum);
            window.longest = Math.max(window.longest, seconds);
        }
    }

    /// @param waiting requests that wait now
    void check(Collection<Task> waiting, double now, Violations violations) {
        for (RequestClass each : RequestClass.values()) {
            Map<String, String> backlog = backlog(each, waiting);
            Window window = windows.get(each);
            if (window == null || backlog.size() < 2) {
                windows.put(each, new Window(now, backlog));
                continue;
            }
            window.keep(backlog);
            if (now - window.begun >= WINDOW) {
                String wronged = window.wronged();
                violations.check(wronged.isEmpty(), "I5: less than its share for " + wronged, now);
                windows.put(each, new Window(now, backlog));
            }
        }
    }

    private static Map<String, String> backlog(RequestClass requestClass, Collection<Task> waiting) {
        Map<String, String> found = new TreeMap<>();
        for (Task task : waiting) {
            if (task.requestClass == requestClass) {
                found.merge(task.client, task.model, (one, other) -> one.equals(other) ? one : Window.SEVERAL);
            }
        }
        return found;
    }
}
