package dev.herd.engine.signal;

/// A program that takes pictures or sound.
///
/// @param program its name for the machine's own person, such as `zoom`; empty when the system does not tell
/// @param kind what it most likely does with them
public record CaptureUse(String program, Kind kind) {
    public enum Kind {
        /// A conference program or a browser.
        CALL,
        /// A recorder: its person would hear the machine's fans.
        RECORDING,
        /// Dictation and assistants: somebody speaks, though to nobody.
        VOICE,
        /// Filters of noise, meters and listeners that always run: no sign of anything.
        PROCESSING,
        /// Any other.
        UNKNOWN
    }
}
