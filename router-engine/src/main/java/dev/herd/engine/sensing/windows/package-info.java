/// Windows: its libraries, called directly, and its commands behind them. Nothing needs an administrator. None of it
/// was
/// run on Windows by us; `docs/signals.md` says what that leaves open.
@NullMarked
package dev.herd.engine.sensing.windows;

import org.jspecify.annotations.NullMarked;
