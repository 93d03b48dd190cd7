package dev.herd.engine.shaping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A pinned model stays, however long a client wants it.
class KeptLoadedTest {
    @Test
    void namesForEverWhereTheClientIsSilentOrWantsLess() {
        assertThat(KeptLoaded.pinned(null)).isEqualTo(new KeptLoaded("-1", "keep_alive unset->-1"));
        assertThat(KeptLoaded.pinned("null")).isEqualTo(new KeptLoaded("-1", "keep_alive unset->-1"));
        assertThat(KeptLoaded.pinned("\"10m\"")).isEqualTo(new KeptLoaded("-1", "keep_alive 10m->-1"));
        assertThat(KeptLoaded.pinned("0")).isEqualTo(new KeptLoaded("-1", "keep_alive 0->-1"));
    }

    @Test
    void leavesAWishForEverAsItIs() {
        assertThat(KeptLoaded.pinned("-1")).isEqualTo(KeptLoaded.AS_ASKED);
        assertThat(KeptLoaded.pinned("\"-5m\"")).isEqualTo(KeptLoaded.AS_ASKED);
    }
}
