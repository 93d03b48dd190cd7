/// Tests of the Queues tab.
@NullMarked
package dev.herd.app.queues;

import org.jspecify.annotations.NullMarked;
