package dev.herd.engine.scheduling;

import java.util.Arrays;

/// When each slot of one instance becomes free, in seconds from now: a binary heap with the soonest on top.
final class SlotTimes {
    private double[] heap;

    /// All are free.
    ///
    /// @param slots at least 1
    SlotTimes(int slots) {
        heap = new double[slots];
    }

    /// Begins anew: all are free.
    void free(int slots) {
        if (heap.length == slots) {
            Arrays.fill(heap, 0);
        } else {
            heap = new double[slots];
        }
    }

    /// One of the slots is taken. When the slots became fewer than the requests, one is free once as many have ended as
    /// are too many.
    ///
    /// @param remaining seconds that a running request is expected to take still
    void runs(double remaining) {
        if (remaining > heap[0]) {
            putOnTop(remaining);
        }
    }

    /// Seconds until a slot is free.
    double soonest() {
        return heap[0];
    }

    /// Takes the slot that is free soonest for that long, and says when that begins.
    double take(double seconds) {
        double start = heap[0];
        putOnTop(start + seconds);
        return start;
    }

    private void putOnTop(double end) {
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
    }
}
