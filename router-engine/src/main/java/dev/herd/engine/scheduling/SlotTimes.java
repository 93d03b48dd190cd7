package dev.herd.engine.scheduling;

import java.util.Arrays;

/// When each slot of one instance becomes free, in seconds from now: a binary heap with the soonest on top.
final class SlotTimes {
    private final double[] heap;

    /// @param slots at least 1
    /// @param remaining seconds that each running request is expected to take still, which this sorts. When the
    ///     slots became fewer than the requests, one is free once as many have ended as are too many.
    SlotTimes(int slots, double[] remaining) {
        heap = new double[slots];
        int kept = Math.min(slots, remaining.length);
        // Sorted numbers are a heap already.
        Arrays.sort(remaining);
        System.arraycopy(remaining, remaining.length - kept, heap, slots - kept, kept);
    }

    /// Seconds until a slot is free.
    double soonest() {
        return heap[0];
    }

    /// Takes the slot that is free soonest for that long, and says when that begins.
    double take(double seconds) {
        double start = heap[0];
        double end = start + seconds;
        int at = 0;
        for (int child = 1; child < heap.length; child = 2 * at + 1) {
            if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= end) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = end;
        return start;
    }
}
