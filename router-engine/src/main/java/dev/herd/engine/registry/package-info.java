/// Who there is now: takes what upstreams say and publishes snapshots. Owner of the fleet's state.
@NullMarked
package dev.herd.engine.registry;

import org.jspecify.annotations.NullMarked;
