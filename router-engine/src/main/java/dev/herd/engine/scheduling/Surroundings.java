package dev.herd.engine.scheduling;

import dev.herd.engine.learning.Knowledge;
import java.time.Instant;

/// What a ticket is looked at against, at one moment.
record Surroundings(Instances instances, Demand demand, Knowledge knowledge, Instant at) {}
