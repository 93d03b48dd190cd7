/// The door for those who look in from outside: traces, events, snapshots. Values only.
@NullMarked
package dev.herd.engine.api;

import org.jspecify.annotations.NullMarked;
