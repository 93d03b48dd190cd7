/// Traces: one terminal record per request, kept for a while. Owner of the writing thread and of what runs now.
@NullMarked
package dev.herd.engine.trace;

import org.jspecify.annotations.NullMarked;
