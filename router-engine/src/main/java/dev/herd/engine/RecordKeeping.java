package dev.herd.engine;

import dev.herd.engine.config.TracesConfig;
import dev.herd.engine.gateway.Records;
import dev.herd.engine.storage.HomeDirectory;
import dev.herd.engine.storage.SqliteTraceStore;
import dev.herd.engine.trace.EventFeed;
import dev.herd.engine.trace.Findings;
import dev.herd.engine.trace.LiveRequests;
import dev.herd.engine.trace.RequestStatistics;
import dev.herd.engine.trace.TraceRecorder;
import dev.herd.engine.trace.TraceStore;
import java.io.IOException;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Begins the records of what runs and ran.
final class RecordKeeping {
    private static final Logger LOG = LoggerFactory.getLogger(RecordKeeping.class);

    private RecordKeeping() {}

    /// @param home where the history is kept, which is opened later
    static Records begin(HomeDirectory home, TracesConfig config, InstantSource clock) {
        var events = new EventFeed();
        var findings = new Findings(clock, events);
        var ended = new TraceRecorder(() -> openHistory(home, findings, clock), config.retention(), clock, findings);
        return new Records(new LiveRequests(), ended, new RequestStatistics(clock), events, findings);
    }

    private static TraceStore openHistory(HomeDirectory home, Findings findings, InstantSource clock)
            throws IOException {
        SqliteTraceStore.Opened opened = SqliteTraceStore.open(home.traces(), clock);
        opened.setAside().ifPresent(file -> {
            String message = "the history could not be read and was set aside as " + file.getFileName();
            LOG.warn(message);
            findings.raise("database_set_aside", message);
        });
        return opened.store();
    }
}
