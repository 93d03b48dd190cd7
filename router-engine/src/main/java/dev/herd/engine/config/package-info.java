/// One small record per feature, with its defaults and its limits.
@NullMarked
package dev.herd.engine.config;

import org.jspecify.annotations.NullMarked;
