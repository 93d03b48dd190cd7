package dev.herd.engine.api;

import dev.herd.engine.config.PersonConfig;
import org.jspecify.annotations.Nullable;

/// The person at the machine that Herd runs on, and how it treats them.
///
/// @param use what the machine is used for now: `builds software: the processor is 74 % busy`; empty when nobody can
///     tell
/// @param week when they are usually at it; null where Herd's machine serves nothing, or was not sensed yet
public record OwnPerson(
        PersonConfig config, String use, @Nullable WeekMap week) {
    /// Of whom nothing is known yet.
    public static OwnPerson treatedAs(PersonConfig config) {
        return new OwnPerson(config, "", null);
    }
}
