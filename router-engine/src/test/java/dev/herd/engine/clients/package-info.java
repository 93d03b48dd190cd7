/// Clients that others have written, as they are, against Herd. Runs in the profile `clients` only.
@NullMarked
package dev.herd.engine.clients;

import org.jspecify.annotations.NullMarked;
