package dev.herd.engine.upstream;

import dev.herd.engine.fleet.Inventory;
import java.util.OptionalInt;

/// What one reading of a server found.
///
/// @param slots how many requests the server says it runs at once
public record Reading(Inventory inventory, OptionalInt slots) {}
