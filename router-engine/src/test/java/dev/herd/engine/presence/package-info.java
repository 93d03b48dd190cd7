/// A person on virtual time.
@NullMarked
package dev.herd.engine.presence;

import org.jspecify.annotations.NullMarked;
