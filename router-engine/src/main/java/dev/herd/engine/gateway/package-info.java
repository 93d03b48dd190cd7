/// HTTP in from clients: routes, the pipeline of a request, replies and errors. The only user of Undertow beside the
/// demo.
@NullMarked
package dev.herd.engine.gateway;

import org.jspecify.annotations.NullMarked;
