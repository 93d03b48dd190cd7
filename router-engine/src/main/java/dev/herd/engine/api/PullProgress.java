package dev.herd.engine.api;

import java.time.Instant;

/// A pull that runs, at one moment.
///
/// @param id names it to those who cancel it
/// @param model as it was asked for
/// @param node name of the machine that gets it
/// @param status what the server does now, in its words; empty while it has said nothing
/// @param totalBytes of the parts it has named so far
/// @param completedBytes of them that are there
/// @param attempt from 1; each one goes on where the last one broke off
/// @param watchers clients that watch it now
/// @param automatic whether a request for the model started it, rather than a person
public record PullProgress(
        String id,
        String model,
        String node,
        String status,
        long totalBytes,
        long completedBytes,
        int attempt,
        int watchers,
        boolean automatic,
        Instant startedAt) {}
