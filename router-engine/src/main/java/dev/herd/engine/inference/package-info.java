/// One neutral request and its answer: what the dialects translate between. Values only.
@NullMarked
package dev.herd.engine.inference;

import org.jspecify.annotations.NullMarked;
