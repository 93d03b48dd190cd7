/// A fake engine and sample fleets for tests and pictures.
@NullMarked
package dev.herd.app.testing;

import org.jspecify.annotations.NullMarked;
