package dev.herd.engine.gateway;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.placement.Lease;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The `X-Fleet-*` headers of an answer, written when the upstream has answered, so that they are true.
final class AnswerHeaders {
    private AnswerHeaders() {}

    static Map<String, String> of(Call call, Lease lease, int retries, Affinity affinity, String changed) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(
                FleetHeaders.SCORE, Long.toString(Math.round(lease.decision().predictedSeconds() * 1000)));
        served(headers, call, lease.holder());
        headers.put(FleetHeaders.RETRIES, Integer.toString(retries));
        headers.put(FleetHeaders.AFFINITY, affinity.label());
        if (!changed.isEmpty()) {
            headers.put(FleetHeaders.PROTECTED, safe(changed));
        }
        return headers;
    }

    /// Which node and model answered.
    static void served(Map<String, String> headers, Call call, Holder holder) {
        headers.put(FleetHeaders.NODE, safe(holder.node().name()));
        headers.put(FleetHeaders.BACKEND, holder.upstream().kind().label());
        headers.put(FleetHeaders.REQUESTED_MODEL, safe(call.envelope().model()));
        headers.put(FleetHeaders.SERVED_MODEL, safe(holder.model().name()));
        headers.put(
                FleetHeaders.FALLBACK, Boolean.toString(!holder.model().ref().equals(call.asked())));
    }

    /// Printable ASCII as it is, everything else percent-encoded: names come from outside, and a header must not be cut
    /// in two by one.
    static String safe(String value) {
        StringBuilder safe = new StringBuilder(value.length());
        for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
            if (each >= 0x20 && each < 0x7f) {
                safe.append((char) each);
            } else {
                safe.append('%').append(String.format("%02X", each));
            }
        }
        return safe.toString();
    }
}
