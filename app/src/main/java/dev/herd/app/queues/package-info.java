/// The Queues tab: what runs and waits, what was, and the whole story of one request.
@NullMarked
package dev.herd.app.queues;

import org.jspecify.annotations.NullMarked;
