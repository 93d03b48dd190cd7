package dev.herd.app.fleet;

import dev.herd.engine.fleet.InstanceId;
import java.util.HashSet;
import java.util.Set;

/// What was asked of the fleet in this window and takes its time.
///
/// @param loads models that are being loaded
/// @param unloads models that are being unloaded
record UnderWay(Set<InstanceId> loads, Set<InstanceId> unloads) {
    static final UnderWay NOTHING = new UnderWay(Set.of(), Set.of());

    UnderWay {
        loads = Set.copyOf(loads);
        unloads = Set.copyOf(unloads);
    }

    UnderWay withLoad(InstanceId instance) {
        return new UnderWay(with(loads, instance), unloads);
    }

    UnderWay withoutLoad(InstanceId instance) {
        return new UnderWay(without(loads, instance), unloads);
    }

    UnderWay withUnload(InstanceId instance) {
        return new UnderWay(loads, with(unloads, instance));
    }

    UnderWay withoutUnload(InstanceId instance) {
        return new UnderWay(loads, without(unloads, instance));
    }

    private static Set<InstanceId> with(Set<InstanceId> some, InstanceId one) {
        Set<InstanceId> more = new HashSet<>(some);
        more.add(one);
        return more;
    }

    private static Set<InstanceId> without(Set<InstanceId> some, InstanceId one) {
        Set<InstanceId> fewer = new HashSet<>(some);
        fewer.remove(one);
        return fewer;
    }
}
