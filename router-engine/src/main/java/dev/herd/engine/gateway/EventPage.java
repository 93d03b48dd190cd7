package dev.herd.engine.gateway;

import dev.herd.engine.protocol.fleet.EventJson;
import dev.herd.engine.trace.EventFeed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// `GET /fleet/events`: what happens, as it happens, until the client leaves.
final class EventPage {
    private static final String TYPE = "text/event-stream";

    /// Shorter than the patience of proxies between.
    private static final Duration BETWEEN_SIGNS_OF_LIFE = Duration.ofSeconds(10);

    private final EventFeed events;
    private final Fleet fleet;

    EventPage(EventFeed events, Fleet fleet) {
        this.events = events;
        this.fleet = fleet;
    }

    void run(ClientExchange exchange) throws ClientGoneException, InterruptedException {
        Map<String, String> headers = Map.of("Cache-Control", "no-cache", "X-Accel-Buffering", "no");
        if (exchange.isHead()) {
            exchange.respond(200, headers, TYPE, new byte[0]);
            return;
        }
        try (EventFeed.Subscription subscription = events.subscribe()) {
            exchange.begin(200, headers, TYPE);
            write(exchange, ": watching\n\n");
            while (true) {
                fleet.comes();
                Optional<EventFeed.Next> next = subscription.next(BETWEEN_SIGNS_OF_LIFE);
                write(exchange, next.map(EventPage::text).orElse(": still here\n\n"));
            }
        }
    }

    private static String text(EventFeed.Next next) {
        return switch (next) {
            case EventFeed.Next.Happened(long id, var event) -> EventJson.of(id, event);
            case EventFeed.Next.Gap(long id, long lost) -> EventJson.gap(id, lost);
        };
    }

    private static void write(ClientExchange exchange, String text) throws ClientGoneException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.write(bytes, 0, bytes.length);
    }
}
