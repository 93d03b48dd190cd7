package dev.herd.engine.learning;

/// How fast a machine's kind lets expect it to be, until its models are measured.
///
/// @param decodeBytesPerSecond weights it reads for answers: tokens per second times the model's size
/// @param prefillBytesPerSecond the same for prompts
public record Hardware(double decodeBytesPerSecond, double prefillBytesPerSecond) {
    public Hardware {
        if (!(decodeBytesPerSecond > 0 && prefillBytesPerSecond > 0)) {
            throw new IllegalArgumentException("speeds must be above 0");
        }
    }
}
