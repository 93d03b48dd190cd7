/// Tests of a decision's values.
@NullMarked
package dev.herd.engine.placement;

import org.jspecify.annotations.NullMarked;
