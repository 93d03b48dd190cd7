/// The commands that ask a running engine. May print.
@NullMarked
package dev.herd.engine.cli;

import org.jspecify.annotations.NullMarked;
