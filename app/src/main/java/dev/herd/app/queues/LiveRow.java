package dev.herd.app.queues;

import dev.herd.app.text.Units;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.api.WaitingPlace;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One request that runs or waits, as a row. Pure.
///
/// @param tags those that the app's name does not say already
/// @param machine where it runs, or will; `–` while that is open
/// @param planned whether it does not run there yet
/// @param tokens generated so far
record LiveRow(
        String id,
        String age,
        String app,
        List<String> tags,
        String model,
        String machine,
        boolean planned,
        Stage stage,
        String state,
        String tokens,
        String speed) {

    /// Where it is; decides how the state looks.
    enum Stage {
        WAITING,
        PREPARING,
        GENERATING,
        CANCELLING,
        ENDED
    }

    LiveRow {
        tags = List.copyOf(tags);
    }

    /// @param cancelling whether the person has asked to stop it
    static LiveRow of(RequestTrace request, EngineSnapshot snapshot, boolean cancelling) {
        String app = AppName.of(request.tenant(), request.tags());
        WaitingPlace place = snapshot.places().get(request.id());
        boolean planned = request.node().isEmpty() || place != null;
        Stage stage = cancelling ? Stage.CANCELLING : stage(request);
        return new LiveRow(
                request.id(),
                Units.clock(Duration.between(request.receivedAt(), snapshot.now())),
                app,
                AppName.otherTags(app, request.tags()),
                ModelName.of(request.askedModel(), request.servedModel()),
                machine(request, place),
                planned,
                stage,
                cancelling ? "cancelling" : state(request, snapshot, place),
                request.tokens().completion() > 0 ? Units.count(request.tokens().completion()) : Units.NONE,
                speed(request));
    }

    /// The same row once its request has ended, for the moment it still stands there.
    LiveRow gone() {
        return new LiveRow(id, age, app, tags, model, machine, planned, Stage.ENDED, "ended", tokens, speed);
    }

    boolean canBeCancelled() {
        return stage != Stage.CANCELLING && stage != Stage.ENDED;
    }

    /// What a person is asked to stop: `claude-cli on Studio, qwen3:30b, 0:21`.
    String described() {
        String where = planned || machine.equals(Units.NONE) ? "" : " on " + machine;
        return app + where + ", " + model + ", " + age;
    }

    private static String machine(RequestTrace request, @Nullable WaitingPlace place) {
        if (place != null) {
            return place.plannedNode().isEmpty() ? Units.NONE : place.plannedNode() + " next";
        }
        return request.node().isEmpty() ? Units.NONE : request.node();
    }

    private static Stage stage(RequestTrace request) {
        return switch (request.state()) {
            case RECEIVED, HELD, QUEUED -> Stage.WAITING;
            case STARTED -> Stage.PREPARING;
            case STREAMING -> Stage.GENERATING;
            case DONE -> Stage.ENDED;
        };
    }

    private static String state(RequestTrace request, EngineSnapshot snapshot, @Nullable WaitingPlace place) {
        return switch (request.state()) {
            case RECEIVED -> "arriving";
            case HELD -> "holding · no machine yet";
            case QUEUED -> place == null ? "waiting" : waiting(place);
            case STARTED -> Loading.isGoingOn(request, snapshot) ? "loading the model" : preparing(request);
            case STREAMING -> "generating";
            case DONE -> "ended";
        };
    }

    private static String preparing(RequestTrace request) {
        return request.path().contains("embed") ? "embedding" : "reading prompt";
    }

    private static String waiting(WaitingPlace place) {
        return "waiting · " + Units.ordinal(place.position()) + " · " + about(place.etaSeconds());
    }

    private static String about(double seconds) {
        return seconds < 1 ? "any moment" : "about " + eta(seconds);
    }

    /// `4 s`, `95 s`, `2 min`: a prediction has no tenths.
    static String eta(double seconds) {
        long whole = (long) Math.ceil(Math.max(0, seconds));
        return whole < 100 ? whole + " s" : Units.duration(Duration.ofSeconds(whole));
    }

    private static String speed(RequestTrace request) {
        double speed = Speed.of(request.times(), request.tokens());
        return speed > 0 ? Units.rate(speed) + " tok/s" : Units.NONE;
    }
}
