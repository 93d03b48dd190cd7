package dev.herd.engine.scheduling;

import dev.herd.engine.learning.Knowledge;
import java.time.Instant;

/// What a ticket is looked at against, at one moment.
///
/// @param slate for the candidates; only one look at a time
record Surroundings(Instances instances, Demand demand, Knowledge knowledge, Instant at, Slate slate) {
    Surroundings(Instances instances, Demand demand, Knowledge knowledge, Instant at) {
        this(instances, demand, knowledge, at, new Slate());
    }
}
