/// Settings and their texts.
@NullMarked
package dev.herd.engine.config;

import org.jspecify.annotations.NullMarked;
