package dev.herd.engine.gateway;

import dev.herd.engine.api.WeekMap;
import dev.herd.engine.config.Weekdays;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import dev.herd.engine.protocol.fleet.WeekJson;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/fleet/nodes/{id}/week`: when a machine's person is usually at it, and what they say of that themselves.
final class WeekPages {
    private static final Set<String> READ = Set.of("day", "from", "to", "mark");
    private static final int LAST_HOUR = 23;

    private final Fleet fleet;

    WeekPages(Fleet fleet) {
        this.fleet = fleet;
    }

    void show(ClientExchange exchange, String word) throws Rejection, ClientGoneException {
        respond(exchange, node(word));
    }

    /// Sets what the person says of some hours of a day, and answers with the week after it.
    void mark(ClientExchange exchange, String word) throws Rejection, ClientGoneException {
        Node node = node(word);
        Hours hours = hours(exchange.body());
        if (!fleet.mark(node.id(), hours.day(), hours.from(), hours.to(), hours.mark())) {
            throw notSensed(node);
        }
        respond(exchange, node);
    }

    /// Forgets what was learned, and what the person said, and answers with the week after it.
    void forget(ClientExchange exchange, String word) throws Rejection, ClientGoneException {
        Node node = node(word);
        if (!fleet.forgetWeek(node.id())) {
            throw notSensed(node);
        }
        respond(exchange, node);
    }

    private Node node(String word) throws Rejection {
        return fleet.snapshot()
                .node(word)
                .orElseThrow(() -> Rejection.refused(404, "node '" + word + "' not found", "not_found"));
    }

    private static Rejection notSensed(Node node) {
        String message = "nothing is known of the person at '" + node.name() + "': it is not sensed here";
        return Rejection.refused(404, message, "not_sensed");
    }

    private void respond(ClientExchange exchange, Node node) throws Rejection, ClientGoneException {
        Fleet.Person person = fleet.person(node.id()).orElseThrow(() -> notSensed(node));
        exchange.respond(200, Map.of(), ErrorReplies.JSON, WeekJson.of(node.id(), person.use(), person.week()));
    }

    /// @param to the last hour, not before `from`
    private record Hours(DayOfWeek day, int from, int to, WeekMap.Mark mark) {}

    private static Hours hours(byte[] body) throws Rejection {
        try {
            JsonFields fields = body.length == 0 ? JsonFields.EMPTY : JsonFields.of(body, 0, body.length);
            fields.refuseDuplicates(READ);
            String day = fields.string("day", "");
            DayOfWeek known = Weekdays.day(day)
                    .orElseThrow(() -> new BadRequestException(
                            "\"day\" must be one of mon, tue, wed, thu, fri, sat, sun" + not(day)));
            int from = hour("from", fields.get("from"));
            int to = hour("to", fields.get("to"));
            if (from > to) {
                throw new BadRequestException("\"from\" " + from + " is after \"to\" " + to
                        + ": both are hours of one day; a night takes two requests");
            }
            return new Hours(known, from, to, mark(fields.string("mark", "")));
        } catch (BadRequestException bad) {
            throw Rejection.refused(400, bad.reason(), "bad_request");
        }
    }

    private static int hour(String name, @Nullable JsonSlice value) throws BadRequestException {
        double hour = value != null && value.isNumber() ? value.number() : -1;
        if (!(hour >= 0 && hour <= LAST_HOUR && hour == Math.rint(hour))) {
            throw new BadRequestException("\"" + name + "\" must be a whole hour from 0 to 23"
                    + (value == null ? "" : ", not " + value.raw()));
        }
        return (int) hour;
    }

    private static WeekMap.Mark mark(String word) throws BadRequestException {
        Optional<WeekMap.Mark> known = Arrays.stream(WeekMap.Mark.values())
                .filter(mark -> mark.label().equals(word))
                .findFirst();
        return known.orElseThrow(() -> new BadRequestException("\"mark\" must be busy, free or learned" + not(word)));
    }

    private static String not(String word) {
        return word.isEmpty() ? "" : ", not \"" + word + "\"";
    }
}
