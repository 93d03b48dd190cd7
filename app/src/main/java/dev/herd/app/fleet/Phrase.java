package dev.herd.app.fleet;

/// A piece of a sentence.
///
/// @param strong whether the eye should land on it first
record Phrase(String text, boolean strong) {}
