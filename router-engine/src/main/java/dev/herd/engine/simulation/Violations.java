package dev.herd.engine.simulation;

import java.util.ArrayList;
import java.util.List;

/// What should never have been: the invariants that were broken, by their numbers (docs/simulation.md).
final class Violations {
    private static final int MOST = 100;

    private final List<String> found = new ArrayList<>();
    private int count;

    void check(boolean holds, String invariant, double at) {
        if (!holds) {
            count++;
            if (found.size() < MOST) {
                found.add("%s at %.3f s".formatted(invariant, at));
            }
        }
    }

    int count() {
        return count;
    }

    List<String> found() {
        return List.copyOf(found);
    }
}
