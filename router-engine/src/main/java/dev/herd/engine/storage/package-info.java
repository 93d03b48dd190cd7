/// Files under the home directory: the history's database, the lock of a running engine, the last known inventory.
@NullMarked
package dev.herd.engine.storage;

import org.jspecify.annotations.NullMarked;
