package dev.herd.engine.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotTimesTest {
    @Test
    void givesAFreeSlotAtOnceThenTheSoonest() {
        SlotTimes times = new SlotTimes(3, new double[] {7, 4});

        assertThat(times.take(10)).isZero();
        assertThat(times.take(10)).isEqualTo(4);
        assertThat(times.take(10)).isEqualTo(7);
        assertThat(times.take(1)).isEqualTo(10);
        assertThat(times.soonest()).isEqualTo(11);
    }

    @Test
    void waitsForAsManyAsAreTooMany() {
        SlotTimes times = new SlotTimes(2, new double[] {9, 1, 5, 3});

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
            SlotTimes times = new SlotTimes(slots, remaining);
            for (int i = 0; i < 40; i++) {
                double seconds = random.nextDouble();
                double start = plain.remove();
                plain.add(start + seconds);
                assertThat(times.take(seconds)).isEqualTo(start);
            }
        }
    }
}
