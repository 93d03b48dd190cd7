package dev.herd.engine;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Variant;
import dev.herd.engine.trace.Findings;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// Says which names stand for different models on different machines, and what can be done about it. Thread-safe.
final class NamesakeFindings {
    static final String CODE = "model_differs ";

    /// More than a person reads.
    private static final int MOST = 16;

    private final Findings findings;
    private final ReentrantLock lock = new ReentrantLock();
    private Map<ModelRef, String> raised = Map.of();
    private long version = -1;

    NamesakeFindings(Findings findings) {
        this.findings = findings;
    }

    /// Snapshots are published by many threads and may arrive out of order; one that comes late tells nothing.
    void changed(FleetSnapshot fleet) {
        lock.lock();
        try {
            if (fleet.version() <= version) {
                return;
            }
            version = fleet.version();
            Map<ModelRef, String> now = messages(fleet);
            for (ModelRef gone : raised.keySet()) {
                if (!now.containsKey(gone)) {
                    findings.clear(CODE + gone);
                }
            }
            now.forEach((model, message) -> {
                if (!message.equals(raised.get(model))) {
                    findings.raise(CODE + model, message);
                }
            });
            raised = now;
        } finally {
            lock.unlock();
        }
    }

    private static Map<ModelRef, String> messages(FleetSnapshot fleet) {
        Map<ModelRef, String> messages = new HashMap<>();
        fleet.meant().forEach((model, meant) -> {
            // What a server does not state cannot be told apart, nor made the same by a pull.
            Map<Variant, List<Holder>> stated = fleet.holders(model).stream()
                    .filter(holder -> holder.variant().isStated())
                    .collect(Collectors.groupingBy(Holder::variant, TreeMap::new, Collectors.toList()));
            if (stated.size() > 1 && messages.size() < MOST) {
                messages.put(model, message(model, meant, stated));
            }
        });
        return messages;
    }

    private static String message(ModelRef model, Variant meant, Map<Variant, List<Holder>> stated) {
        String kinds = stated.entrySet().stream()
                .map(each -> each.getKey().shortDigest() + " on " + machines(each.getValue()))
                .collect(Collectors.joining(", "));
        String pulls = stated.entrySet().stream()
                .filter(each -> !each.getKey().equals(newest(stated)))
                .flatMap(each -> each.getValue().stream())
                .map(holder -> "herd pull " + model + " --node " + holder.node().name())
                .distinct()
                .collect(Collectors.joining(", "));
        return "%s is not the same model everywhere: %s. Embeddings come from %s alone, since vectors of two models cannot be compared; chats from any. To have one: %s"
                .formatted(model, kinds, meant.shortDigest(), pulls);
    }

    private static String machines(List<Holder> holders) {
        return holders.stream().map(holder -> holder.node().name()).distinct().collect(Collectors.joining(" and "));
    }

    /// The one that was pulled last, which is what pulling gives, as far as times tell.
    private static Variant newest(Map<Variant, List<Holder>> stated) {
        return stated.entrySet().stream()
                .max(Comparator.comparing((Map.Entry<Variant, List<Holder>> each) -> each.getValue().stream()
                        .map(NamesakeFindings::modified)
                        .max(Comparator.naturalOrder())
                        .orElse(Instant.MIN)))
                .orElseThrow()
                .getKey();
    }

    private static Instant modified(Holder holder) {
        try {
            return OffsetDateTime.parse(holder.model().modifiedAt()).toInstant();
        } catch (DateTimeException unknown) {
            return Instant.MIN;
        }
    }
}
