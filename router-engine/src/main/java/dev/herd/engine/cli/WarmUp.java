package dev.herd.engine.cli;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks an engine that has just started what clients ask first.
public final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final List<String> PATHS = List.of(
            "/", "/api/version", "/api/tags", "/api/ps", "/v1/models", "/fleet/status", "/fleet/queue", "/metrics");
    private static final List<String> ROUTES =
            List.of("/api/chat", "/api/generate", "/v1/chat/completions", "/v1/embeddings");
    private static final String BODY = "{\"model\":\"none\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],"
            + "\"prompt\":\"x\",\"input\":\"x\",\"stream\":false}";

    private WarmUp() {}

    /// @param port of the engine on this machine
    public static void ask(int port) {
        var engine = new EngineClient("http://127.0.0.1:" + port, "");
        for (String path : PATHS) {
            ask(engine, "GET", path);
        }
        for (String path : ROUTES) {
            ask(engine, "POST", path);
        }
    }

    /// An engine without models answers most with an error, which is all the same here.
    private static void ask(EngineClient engine, String method, String path) {
        try {
            engine.send(method, path, method.equals("POST") ? BODY : "");

        } catch (CommandFailed refused) {
            LOG.debug("{} {}: {}", method, path, refused.getMessage());
        }
    }
}
