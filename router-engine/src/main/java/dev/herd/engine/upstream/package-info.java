/// HTTP out to model servers: connection pools, requests, inventories. Blocking, for virtual threads.
@NullMarked
package dev.herd.engine.upstream;

import org.jspecify.annotations.NullMarked;
