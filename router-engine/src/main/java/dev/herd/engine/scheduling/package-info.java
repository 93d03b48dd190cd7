/// Decides where requests run. Pure: events in, effects out; no clock, no thread, no log.
@NullMarked
package dev.herd.engine.scheduling;

import org.jspecify.annotations.NullMarked;
