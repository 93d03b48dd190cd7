package dev.herd.engine.placement;

/// How far predictions of one instance have been off, over its last answers.
///
/// @param firstToken time to the first token
/// @param total time to the end, whose length nobody can know
/// @param known time to the end, had the answer's length been known: what the rates alone are to blame for
/// @param isOff whether they miss by so much that somebody should know
public record Accuracy(Miss firstToken, Miss total, Miss known, boolean isOff) {

    /// Of one time.
    ///
    /// @param count answers that were compared
    /// @param bias what was observed by what was predicted, in the geometric mean; 1 is right, above 1 took
    /// longer
    /// @param spread standard deviation of that ratio's logarithm
    /// @param error by how much predictions miss on the average, either way: 0.6 is a factor of 1.6
    public record Miss(int count, double bias, double spread, double error) {}
}
