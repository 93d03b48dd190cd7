/// The desktop application's entry.
@NullMarked
package dev.herd.app;

import org.jspecify.annotations.NullMarked;
