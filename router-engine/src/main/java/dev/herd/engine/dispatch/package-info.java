/// The scheduler's shell: runs it for many threads and hands out leases. Owner of the queue's lock.
@NullMarked
package dev.herd.engine.dispatch;

import org.jspecify.annotations.NullMarked;
