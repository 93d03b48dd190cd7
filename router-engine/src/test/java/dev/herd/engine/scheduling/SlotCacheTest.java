package dev.herd.engine.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.placement.PrefixChain;
import dev.herd.engine.placement.RequestClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotCacheTest {
    /// What is taken is compared with each slot's content; what is asked before may be answered by marks alone.
    @Test
    void saysOfAPromptBeforeItIsTakenWhatItThenFinds() {
        int found = 0;
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<PrefixChain> talks = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                talks.add(PrefixChain.NONE.followedBy(random.nextInt(3), 100).followedBy(random.nextLong(), 50));
            }
            SlotCache cache = new SlotCache(1 + random.nextInt(3));
            for (int owner = 0; owner < 60; owner++) {
                int which = random.nextInt(talks.size());
                PrefixChain prompt = talks.get(which);
                int shared = cache.shared(prompt);

                assertThat(cache.take(owner, prompt, owner)).isEqualTo(shared);
                assertThat(cache.sharedLater(prompt)).isGreaterThanOrEqualTo(shared);
                found += shared > 0 ? 1 : 0;

                talks.set(which, prompt.followedBy(random.nextLong(), 30));
                cache.leave(random.nextInt(5) == 0 ? owner - 1 : owner, talks.get(which), owner);
                change(cache, random);
            }
        }
        assertThat(found).isGreaterThan(1000);
    }

    private static void change(SlotCache cache, Random random) {
        switch (random.nextInt(12)) {
            case 0 -> cache.clear();
            case 1 -> cache.resize(1 + random.nextInt(3));
            default -> {}
        }
    }

    @Test
    void keepsASlotUntilItIsTakenOrCleared() {
        PrefixChain talk = PrefixChain.NONE.followedBy(1, 100);
        PrefixChain other = PrefixChain.NONE.followedBy(2, 100);
        Keep keep = new Keep(0, 5, 3, 1, "tenant", RequestClass.NORMAL);
        SlotCache cache = new SlotCache(1);
        cache.take(1, talk, 0);
        cache.leave(1, talk, 1);
        cache.keep(talk, keep);

        assertThat(cache.keptFrom(other)).isEqualTo(keep);
        assertThat(cache.keptFrom(talk)).as("its own").isEqualTo(Keep.NOTHING);
        cache.take(2, other, 2);
        cache.leave(2, other, 3);
        assertThat(cache.keptFrom(talk)).isEqualTo(Keep.NOTHING);
        cache.keep(other, keep);
        cache.clear();
        assertThat(cache.keptFrom(talk)).isEqualTo(Keep.NOTHING);
    }
}
