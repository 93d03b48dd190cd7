/// The values of one routing decision: ticket, candidate costs, lease, refusal, outcome.
@NullMarked
package dev.herd.engine.placement;

import org.jspecify.annotations.NullMarked;
