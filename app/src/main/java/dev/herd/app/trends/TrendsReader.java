package dev.herd.app.trends;

import dev.herd.engine.api.TrendQuery;
import dev.herd.engine.api.Trends;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks for what is shown: at once when the person wants another stretch of time, and again and again while it goes on.
/// One question is under way at a time; what is wanted meanwhile is asked for afterwards. Needs no toolkit; belongs to
/// one
/// thread, on which the answers of its source arrive too.
final class TrendsReader {
    /// Points are taken every ten seconds; looking twice as often shows each soon.
    private static final Duration SHORTEST_PACE = Duration.ofSeconds(5);

    private static final Duration LONGEST_PACE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

    /// A window that is drawn larger by less is not worth a question.
    private static final int FINER = 100;

    private final Source source;
    private final Watcher watcher;
    private @Nullable Question asked;
    private @Nullable Instant askedAt;
    private Duration pace = SHORTEST_PACE;
    private boolean asking;
    private boolean hurry;
    private boolean failing;

    /// Where trends come from. Answers arrive later or at once.
    interface Source {
        void read(TrendQuery query, Consumer<Trends> read, Consumer<String> failed);
    }

    /// Hears the answers.
    interface Watcher {
        void read(Trends trends);

        void failed(String reason);
    }

    /// What is wanted, whenever it is asked.
    private record Question(Span span, int points) {
        boolean isLike(Question other) {
            boolean same = span.preset() == null ? span.equals(other.span) : span.preset() == other.span.preset();
            return same && Math.abs(points - other.points) < FINER;
        }
    }

    TrendsReader(Source source, Watcher watcher) {
        this.source = source;
        this.watcher = watcher;
    }

    /// Somebody looks at a stretch of time.
    ///
    /// @param points that there is room for
    void look(Span span, int points, Instant now) {
        var wanted = new Question(span, Math.clamp(points, 1, TrendQuery.MOST));
        if (!asking && isDue(wanted, now)) {
            ask(wanted, now);
        }
    }

    /// The next look asks whether that is due or not.
    void again() {
        hurry = true;
    }

    private boolean isDue(Question wanted, Instant now) {
        Question before = asked;
        Instant at = askedAt;
        if (hurry || before == null || at == null || !wanted.isLike(before)) {
            return true;
        }
        boolean goesOn = wanted.span().preset() != null || failing;
        // A clock that was put back is no reason to wait.
        return goesOn && (now.isBefore(at) || !now.isBefore(at.plus(pace)));
    }

    private void ask(Question question, Instant now) {
        asked = question;
        askedAt = now;
        asking = true;
        hurry = false;
        Span span = question.span().at(now);
        source.read(
                new TrendQuery(span.from(), span.to(), question.points()),
                trends -> {
                    asking = false;
                    failing = false;
                    pace = pace(trends);
                    watcher.read(trends);
                },
                reason -> {
                    asking = false;
                    failing = true;
                    pace = BETWEEN_TRIES;
                    watcher.failed(reason);
                });
    }

    private static Duration pace(Trends trends) {
        Duration half = trends.step().dividedBy(2);
        if (half.compareTo(SHORTEST_PACE) < 0) {
            return SHORTEST_PACE;
        }
        return half.compareTo(LONGEST_PACE) > 0 ? LONGEST_PACE : half;
    }
}
