package dev.herd.engine.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotTimesTest {
    private static SlotTimes times(int slots, double... remaining) {
        SlotTimes times = new SlotTimes(slots);
        for (double each : remaining) {
            times.runs(each);
        }
        return times;
    }

    @Test
    void beginsAnewWithWhateverSlotsThereAre() {
        SlotTimes times = times(2, 3, 4);

        times.free(2);
        assertThat(times.soonest()).isZero();
        times.runs(5);
        times.free(1);
        times.runs(6);

        assertThat(times.soonest()).isEqualTo(6);
    }

    @Test
    void givesAFreeSlotAtOnceThenTheSoonest() {
        SlotTimes times = times(3, 7, 4);

        assertThat(times.take(10)).isZero();
        assertThat(times.take(10)).isEqualTo(4);
        assertThat(times.take(10)).isEqualTo(7);
        assertThat(times.take(1)).isEqualTo(10);
        assertThat(times.soonest()).isEqualTo(11);
    }

    @Test
    void waitsForAsManyAsAreTooMany() {
        SlotTimes times = times(2, 9, 1, 5, 3);

        assertThat(times.soonest())
                .as("two of four must have ended before, and one more")
                .isEqualTo(5);
    }

    @Test
    void agreesWithAPlainPriorityQueue() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int slots = 1 + random.nextInt(9);
            double[] remaining = random.doubles(random.nextInt(slots + 1)).toArray();
            PriorityQueue<Double> plain = new PriorityQueue<>();
            for (int i = 0; i < slots; i++) {
                plain.add(i < remaining.length ? remaining[i] : 0.0);
            }
            SlotTimes times = times(slots, remaining);
            for (int i = 0; i < 40; i++) {
                double seconds = random.nextDouble();
                double start = plain.remove();
                plain.add(start + seconds);
                assertThat(times.take(seconds)).isEqualTo(start);
            }
        }
    }
}
