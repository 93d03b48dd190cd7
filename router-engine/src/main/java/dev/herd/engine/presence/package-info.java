/// How a machine's person is, what that leaves to the fleet, and what is known of their week. Pure.
@NullMarked
package dev.herd.engine.presence;

import org.jspecify.annotations.NullMarked;
