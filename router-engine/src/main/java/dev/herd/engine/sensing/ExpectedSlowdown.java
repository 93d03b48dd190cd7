package dev.herd.engine.sensing;

import dev.herd.engine.signal.Heat;

/// What heat is expected to take of a machine's speed, where only its level is known. Measured on fanless Macs (M4 Air:
/// 250 prompt tokens/s cold, 105 to 212 when warm; M2 Air: clocks 60 % lower when hot): the mildest figure stands for
/// fair, the middle for serious, where others report 0.6 of the speed of throttled machines, too. What answers really
/// take corrects it, since rates are learned anew.
public final class ExpectedSlowdown {
    private ExpectedSlowdown() {}

    /// Share of its speed, 0 to 1.
    public static double at(Heat.Level level) {
        return switch (level) {
            case NOMINAL -> 0;
            case FAIR -> 0.1;
            case SERIOUS -> 0.4;
            case CRITICAL -> 0.7;
        };
    }
}
