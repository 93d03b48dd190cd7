package dev.herd.engine.gateway;

import dev.herd.engine.inference.DialectName;
import dev.herd.engine.inference.Endpoint;

/// What a request's method and path lead to.
sealed interface Route {
    /// Whose shape errors have.
    DialectName dialect();

    /// Runs a model.
    record Inference(Endpoint endpoint) implements Route {
        @Override
        public DialectName dialect() {
            return endpoint.dialect();
        }
    }

    /// Answers from what the engine knows.
    ///
    /// @param parameter the part of the path that varies, decoded; empty when none does
    record Local(Page page, DialectName dialect, String parameter) implements Route {}

    /// Exists in the dialect and not yet here.
    record Later(DialectName dialect) implements Route {}

    /// Nothing.
    record Unknown(DialectName dialect) implements Route {}

    /// Exists with other methods.
    ///
    /// @param allow for the header of that name
    record WrongMethod(DialectName dialect, String allow) implements Route {}

    /// Answers that need no model.
    enum Page {
        ROOT,
        VERSION,
        TAGS,
        PS,
        SHOW,
        PULL,
        OPENAI_MODELS,
        OPENAI_MODEL,
        FLEET_STATUS,
        FLEET_QUEUE,
        FLEET_TRENDS,
        FLEET_REQUESTS,
        FLEET_REQUEST,
        FLEET_CANCEL,
        FLEET_PULLS,
        FLEET_PULL_CANCEL,
        FLEET_PINS,
        FLEET_PIN,
        FLEET_UNPIN,
        FLEET_EVENTS,
        NODE_PAUSE,
        NODE_RESUME,
        NODE_DRAIN,
        NODE_UNDRAIN,
        NODE_PROTECT,
        NODE_WEEK,
        NODE_MARK,
        NODE_FORGET_WEEK,
        METRICS
    }
}
