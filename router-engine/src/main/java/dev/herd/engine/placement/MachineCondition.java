package dev.herd.engine.placement;

import dev.herd.engine.fleet.Guard;

/// What the scheduler may know of a machine beside its models.
///
/// @param modelBytes memory that models may take in all; negative when unknown
/// @param speed share of its full speed that it has now (heat, low power); above 0, at most 1
/// @param personal whether somebody works at it, so that a dedicated machine is preferred among equals
/// @param returnChance probability that its person returns within [#RETURN_SECONDS], 0 to 1
/// @param shortOfMemory whether nothing more may be loaded there
/// @param guard what it leaves to the fleet; its `until` is of no use here and changes all the time, so that it is null
public record MachineCondition(
        long modelBytes, double speed, boolean personal, double returnChance, boolean shortOfMemory, Guard guard) {
    /// The time that [#returnChance] speaks of.
    public static final double RETURN_SECONDS = 300;

    /// Nothing is known against it.
    public static final MachineCondition UNKNOWN = new MachineCondition(-1, 1, false, 0, false, Guard.NONE);

    /// A machine that leaves everything to the fleet.
    public MachineCondition(
            long modelBytes, double speed, boolean personal, double returnChance, boolean shortOfMemory) {
        this(modelBytes, speed, personal, returnChance, shortOfMemory, Guard.NONE);
    }

    public MachineCondition {
        if (!(speed > 0 && speed <= 1) || !(returnChance >= 0 && returnChance <= 1)) {
            throw new IllegalArgumentException("speed " + speed + ", chance of return " + returnChance);
        }
    }
}
