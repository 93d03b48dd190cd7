package dev.herd.app.queues;

import dev.herd.app.text.Units;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.placement.Explanation;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// All that the inspector says of one request, in the order of its questions: what was it, where did the time go, why
/// there, what would have changed that, what Herd changed in it. Pure.
///
/// @param live whether it still runs or waits, so that it can be cancelled
/// @param facts what it was, label by label
/// @param change empty when nothing is known to have been able to
/// @param changed what Herd changed on the way to the model server; empty when nothing
/// @param curl the request again, for a shell
record Story(
        String id,
        boolean live,
        String app,
        List<String> tags,
        List<Fact> facts,
        Timeline timeline,
        Optional<Why> why,
        Optional<String> change,
        Optional<String> changed,
        String curl) {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("d MMM, HH:mm:ss", Locale.ENGLISH);

    private static final Pattern LONG_NUMBER = Pattern.compile("\\b\\d{4,18}\\b");

    /// How a fact looks; its words say it too.
    enum Tone {
        PLAIN,
        GOOD,
        CALM,
        BAD
    }

    /// One line of the first answer.
    ///
    /// @param strong the part that stands out, in front; may be empty
    record Fact(String label, String strong, String text, Tone tone) {
        static Fact plain(String label, String text) {
            return new Fact(label, "", text, Tone.PLAIN);
        }
    }

    Story {
        tags = List.copyOf(tags);
        facts = List.copyOf(facts);
    }

    static Story of(RequestTrace request, EngineSnapshot snapshot, ZoneId zone) {
        String app = AppName.of(request.tenant(), request.tags());
        Explanation explanation = Explanation.of(
                request.decision(), request.waits() ? Explanation.Stage.WAITS : Explanation.Stage.DECIDED);
        return new Story(
                request.id(),
                !request.ended(),
                app,
                AppName.otherTags(app, request.tags()),
                facts(request, snapshot, zone),
                Timeline.of(request, snapshot),
                Why.of(request, explanation),
                explanation.smallestChange(),
                changed(request.changed()),
                CurlText.of(request, snapshot.endpoint()));
    }

    /// `num_ctx 8,192 → 32,768`, from the header's `num_ctx 8192->32768`.
    private static Optional<String> changed(String header) {
        return header.isBlank()
                ? Optional.empty()
                : Optional.of(LONG_NUMBER
                        .matcher(header.replace("->", " → "))
                        .replaceAll(number -> Units.count(Long.parseLong(number.group()))));
    }

    private static List<Fact> facts(RequestTrace request, EngineSnapshot snapshot, ZoneId zone) {
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.plain("Asked for", ModelName.of(request.askedModel(), "") + urgency(request)));
        facts.add(ending(request, snapshot));
        String reason = Outcomes.reason(request.reason());
        if (!reason.isEmpty()) {
            facts.add(new Fact("Because", "", reason, Tone.PLAIN));
        }
        String tokens = tokens(request);
        if (!tokens.isEmpty()) {
            facts.add(Fact.plain("Tokens", tokens));
        }
        facts.add(Fact.plain("Path", request.path() + (request.stream() ? ", streamed" : ", whole answer")));
        facts.add(Fact.plain("Arrived", moment(request.receivedAt(), zone)));
        return facts;
    }

    private static String urgency(RequestTrace request) {
        return request.requestClass().equals("batch") ? " · batch" : "";
    }

    /// `Studio, completed, no retry`.
    private static Fact ending(RequestTrace request, EngineSnapshot snapshot) {
        RequestOutcome outcome = request.outcome();
        int retries = Math.max(0, request.attempts().size() - 1);
        String tries = retries == 0 ? "no retry" : Units.plural(retries, "retry", "retries");
        String with = ModelName.differ(request.askedModel(), request.servedModel())
                ? " with " + ModelName.shortened(request.servedModel())
                : "";
        if (outcome == null) {
            LiveRow row = LiveRow.of(request, snapshot, false);
            String where = row.machine().equals(Units.NONE) ? "" : row.machine();
            return new Fact("Now", where, (where.isEmpty() ? "" : with + ", ") + row.state(), Tone.PLAIN);
        }
        String word = Outcomes.word(outcome, request.reason(), 0);
        Tone tone = switch (Outcomes.tone(outcome, request.reason())) {
            case GOOD -> Tone.GOOD;
            case CALM -> Tone.CALM;
            case BAD -> Tone.BAD;
        };
        if (request.node().isEmpty()) {
            return new Fact("Answered by", "nobody", ", " + word, tone);
        }
        String label = outcome == RequestOutcome.COMPLETED ? "Answered by" : "Sent to";
        return new Fact(label, request.node(), with + ", " + word + ", " + tries, tone);
    }

    /// `6,800 in (5,120 cached) · 591 out · 38 tok/s`.
    private static String tokens(RequestTrace request) {
        TokenUsage tokens = request.tokens();
        List<String> parts = new ArrayList<>();
        if (tokens.prompt() > 0) {
            String cached = tokens.cached() > 0 ? " (" + Units.count(tokens.cached()) + " cached)" : "";
            parts.add(Units.count(tokens.prompt()) + " in" + cached);
        }
        if (tokens.completion() > 0) {
            parts.add(Units.count(tokens.completion()) + " out");
        }
        double speed = Speed.of(request.times(), tokens);
        if (speed > 0) {
            parts.add(Units.rate(speed) + " tok/s");
        }
        // A figure stays with its unit where the line is broken.
        return String.join(
                " · ", parts.stream().map(part -> part.replace(' ', '\u00a0')).toList());
    }

    static String moment(Instant at, ZoneId zone) {
        return MOMENT.format(at.atZone(zone));
    }
}
