package dev.herd.engine.gateway;

import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.scheduling.Verdict;
import java.util.Map;

/// One attempt failed before its answer began, so that another node may be tried.
final class AttemptFailed extends Exception {
    private final transient Verdict verdict;
    private final transient InstanceId instance;
    private final transient Map<String, String> headers;

    /// @param headers that say which node answered; none when none did
    AttemptFailed(Verdict verdict, InstanceId instance, Map<String, String> headers) {
        super(verdict.toString());
        this.verdict = verdict;
        this.instance = instance;
        this.headers = headers;
    }

    Verdict verdict() {
        return verdict;
    }

    InstanceId instance() {
        return instance;
    }

    Map<String, String> headers() {
        return headers;
    }
}
