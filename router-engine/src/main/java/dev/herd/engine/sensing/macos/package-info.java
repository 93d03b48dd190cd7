/// macOS: its frameworks, called directly, and its commands behind them. No root, no permission that its person is
/// asked
/// for: neither camera nor microphone is ever opened. None of it was run on a Mac by us; `docs/signals.md` says what
/// that leaves open.
@NullMarked
package dev.herd.engine.sensing.macos;

import org.jspecify.annotations.NullMarked;
