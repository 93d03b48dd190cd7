/// Files under the home directory.
@NullMarked
package dev.herd.engine.storage;

import org.jspecify.annotations.NullMarked;
