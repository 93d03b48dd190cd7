package dev.herd.engine.signal;

/// What goes through a machine's network interfaces, loopback left out.
///
/// @param receivedPerSecond bytes
/// @param sentPerSecond bytes
public record NetworkUse(double receivedPerSecond, double sentPerSecond) implements Signal {}
