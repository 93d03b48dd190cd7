/// The app as the person starts it: whole processes.
@NullMarked
package dev.herd.app.conformance;

import org.jspecify.annotations.NullMarked;
