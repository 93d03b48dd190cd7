/// What a machine tells about itself.
@NullMarked
package dev.herd.engine.sensing;

import org.jspecify.annotations.NullMarked;
