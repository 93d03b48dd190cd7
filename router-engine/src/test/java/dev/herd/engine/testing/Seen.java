package dev.herd.engine.testing;

import java.util.Map;

/// A request as a fake server saw it.
///
/// @param headers by their lower-case names
public record Seen(String method, String path, Map<String, String> headers, String body) {
    public Seen {
        headers = Map.copyOf(headers);
    }
}
