package dev.herd.engine.pulling;

/// One line of a server's progress.
///
/// @param text the line itself, without its break
/// @param status empty when it has none
/// @param digest of the part it speaks of, empty when it speaks of none
/// @param total bytes of that part, 0 when not said
/// @param completed bytes of it that are there
/// @param error why the pull failed, empty when it did not
public record PullLine(String text, String status, String digest, long total, long completed, String error) {
    /// Whether the model is there whole.
    public boolean isSuccess() {
        return error.isEmpty() && status.equals("success");
    }
}
