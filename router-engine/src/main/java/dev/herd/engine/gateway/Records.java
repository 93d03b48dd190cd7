package dev.herd.engine.gateway;

import dev.herd.engine.trace.EventFeed;
import dev.herd.engine.trace.Findings;
import dev.herd.engine.trace.LiveRequests;
import dev.herd.engine.trace.RequestStatistics;
import dev.herd.engine.trace.TraceRecorder;

/// What is known of requests: those that run, those that have ended, and what was counted; and what the person should
/// know besides.
public record Records(
        LiveRequests live, TraceRecorder ended, RequestStatistics statistics, EventFeed events, Findings findings) {}
