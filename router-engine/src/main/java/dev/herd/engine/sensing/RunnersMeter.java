package dev.herd.engine.sensing;

import dev.herd.engine.signal.Runners;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What model servers and this process took since the last look. Used by one thread at a time.
///
/// Looking at every process takes milliseconds, so it is done every twelfth time; meanwhile only those are looked at
/// that were not there before, each twice, since a process has its parent's name at first.
public final class RunnersMeter implements Metered.Meter<Runners> {
    private static final int LOOKS_BEFORE_ALL = 12;
    private static final int LOOKS_AT_NEW = 2;

    /// Systems count in steps of a hundredth of a second.
    private static final Duration SHORTEST = Duration.ofMillis(200);

    private final ProcessTable table;
    private final long self;
    private final Map<Long, ProcessTable.Use> servers = new HashMap<>();
    private final Map<Long, Integer> others = new HashMap<>();
    private @Nullable Instant lastAt;
    private long lastOffered;
    private int looks;
    private Optional<Runners> measured = Optional.empty();

    /// @param self the number of this process
    public RunnersMeter(ProcessTable table, long self) {
        this.table = table;
        this.self = self;
    }

    @Override
    public Optional<Runners> until(Instant now) throws IOException {
        Instant before = lastAt;
        if (before != null
                && !now.isBefore(before)
                && Duration.between(before, now).compareTo(SHORTEST) < 0) {
            return measured;
        }
        long offered = table.offered(now) - lastOffered;
        long spent = look();
        lastOffered += offered;
        lastAt = now;
        measured = before == null || offered <= 0
                ? Optional.empty()
                : Optional.of(new Runners((double) spent / offered, residentBytes()));
        return measured;
    }

    private long residentBytes() {
        return servers.values().stream()
                .mapToLong(ProcessTable.Use::residentBytes)
                .sum();
    }

    /// What servers spent since the last look; those that are new, nothing.
    private long look() throws IOException {
        if (looks++ % LOOKS_BEFORE_ALL == 0) {
            others.clear();
        }
        Set<Long> running = table.running();
        others.keySet().retainAll(running);
        servers.keySet().retainAll(running);
        long spent = 0;
        for (long process : running) {
            if (servers.containsKey(process)) {
                spent += spentBy(process);
            } else if (others.getOrDefault(process, 0) < LOOKS_AT_NEW) {
                meet(process);
            }
        }
        return spent;
    }

    private long spentBy(long process) {
        ProcessTable.Use before = servers.remove(process);
        Optional<ProcessTable.Use> now = table.use(process);
        if (before == null || now.isEmpty()) {
            return 0;
        }
        if (now.get().started() != before.started()) {
            meet(process);
            return 0;
        }
        servers.put(process, now.get());
        return Math.max(0, now.get().spent() - before.spent());
    }

    private void meet(long process) {
        Optional<ProcessTable.Use> use = isServer(process) ? table.use(process) : Optional.empty();
        if (use.isPresent()) {
            servers.put(process, use.get());
        } else {
            others.merge(process, 1, Integer::sum);
        }
    }

    private boolean isServer(long process) {
        if (process == self) {
            return true;
        }
        String name = table.name(process).orElse("");
        return ModelServers.isServer(name)
                || (ModelServers.isInterpreter(name) && ModelServers.runsServer(table.arguments(process)));
    }
}
