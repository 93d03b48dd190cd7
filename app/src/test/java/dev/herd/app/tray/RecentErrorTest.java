package dev.herd.app.tray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Fleets;
import dev.herd.engine.api.EngineEvent;
import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestState;
import dev.herd.engine.api.RequestTimes;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.placement.Decision;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecentErrorTest {
    private static EngineEvent request(String id, @Nullable RequestOutcome outcome) {
        return new EngineEvent.RequestChanged(new RequestTrace(
                id,
                outcome == null ? RequestState.STREAMING : RequestState.DONE,
                outcome,
                "the server went away",
                "ollama",
                "/api/chat",
                true,
                "qwen3:30b",
                "qwen3:30b",
                "Studio",
                Fleets.NOW,
                "interactive",
                "app",
                List.of(),
                RequestTimes.NONE,
                TokenUsage.NONE,
                "",
                List.of(),
                Decision.NONE));
    }

    @ParameterizedTest
    @EnumSource
    void remembersWhatFailedOrWasCut(RequestOutcome outcome) {
        boolean error = outcome == RequestOutcome.FAILED || outcome == RequestOutcome.INCOMPLETE;

        assertThat(RecentError.after(request("a", outcome), List.of())).hasSize(error ? 1 : 0);
    }

    @Test
    void forgetsNothingWhenOtherThingsHappen() {
        List<RecentError> before = RecentError.after(request("a", RequestOutcome.FAILED), List.of());

        assertThat(RecentError.after(request("b", null), before)).isEqualTo(before);
        assertThat(RecentError.after(new EngineEvent.NodeChanged("n", "n", "down", ""), before))
                .isEqualTo(before);
    }

    @Test
    void keepsTheLastFiveNewestFirst() {
        List<RecentError> errors = List.of();
        for (String id : List.of("a", "b", "c", "d", "e", "f", "g")) {
            errors = RecentError.after(request(id, RequestOutcome.FAILED), errors);
        }

        assertThat(errors).extracting(RecentError::request).containsExactly("g", "f", "e", "d", "c");
        assertThat(errors.getFirst()).isEqualTo(new RecentError("g", Fleets.NOW, "qwen3:30b", "the server went away"));
    }
}
