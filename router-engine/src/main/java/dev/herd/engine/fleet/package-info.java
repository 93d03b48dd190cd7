/// Who there is: nodes, their upstreams and models, as immutable values.
@NullMarked
package dev.herd.engine.fleet;

import org.jspecify.annotations.NullMarked;
