package dev.herd.engine.api;

import dev.herd.engine.config.PersonConfig;

/// How the machine that Herd runs on treats its person.
public record OwnPerson(PersonConfig config) {}
