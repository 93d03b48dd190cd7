package dev.herd.engine.sensing.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.Swap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcTextsTest {
    private static final String MEMORY = """
        MemTotal:       16384000 kB
        MemFree:         1000000 kB
        MemAvailable:    4096000 kB
        Buffers:          100000 kB
        Cached:          2000000 kB
        Active(anon):       1552 kB
        SwapTotal:       2000000 kB
        SwapFree:        1500000 kB
        HugePages_Total:       0
        """;
    private static final String STALLS = """
        some avg10=12.50 avg60=0.50 avg300=0.00 total=195445
        full avg10=4.90 avg60=0.10 avg300=0.00 total=90211
        """;
    private static final String STAT = """
        cpu  100 10 50 800 40 5 5 0 30 0
        cpu0 50 5 25 400 20 2 3 0 15 0
        intr 12345 0 0
        """;
    private static final String PROCESS =
            "4711 (a) b (c)) S 1 4711 4711 0 -1 4194304 100 0 0 0 250 50 7 9 20 0 12 0 7777 1000000 2048 18446744073709551615 1 1";

    @Test
    void readsMemoryAndSwap() {
        assertThat(MemoryText.memory(MEMORY)).contains(new Memory(16384000L * 1024, 12288000L * 1024));
        assertThat(MemoryText.memory(MEMORY.replace("\n", "\r\n"))).isPresent();
        assertThat(MemoryText.availableShare(MEMORY)).hasValue(0.25);
        assertThat(MemoryText.swap(MEMORY)).contains(new Swap(2000000L * 1024, 500000L * 1024));
    }

    @Test
    void countsWhatOldKernelsDoNotCall() {
        assertThat(MemoryText.memory(MEMORY.replace("MemAvailable", "MemOther")))
                .contains(new Memory(16384000L * 1024, 13284000L * 1024));
    }

    @Test
    void readsStalls() {
        assertThat(StallText.parse(STALLS)).contains(new StallText(12.5, 4.9));
        assertThat(StallText.parse(STALLS.replace("\n", "\r\n"))).contains(new StallText(12.5, 4.9));
        assertThat(StallText.parse(STALLS.replace("avg10=4.90", "avg10=4.9"))).isPresent();
        assertThat(StallText.parse(STALLS.lines().findFirst().orElseThrow())).isEmpty();
    }

    @Test
    void readsProcessorTimes() {
        assertThat(CpuTimes.parse(STAT)).contains(new CpuTimes(170, 1010));
        assertThat(CpuTimes.parse(STAT.replace("\n", "\r\n"))).contains(new CpuTimes(170, 1010));
        assertThat(new CpuTimes(270, 1210).loadSince(new CpuTimes(170, 1010))).isEqualTo(0.5);
        assertThat(new CpuTimes(160, 1210).loadSince(new CpuTimes(170, 1010))).isZero();
    }

    @Test
    void readsAProcessWhateverItIsCalled() {
        assertThat(ProcessStat.parse(PROCESS)).contains(new ProcessStat("a) b (c)", 7777, 300, 2048));
    }

    @Test
    void readsPageSizes() {
        ByteBuffer words = ByteBuffer.allocate(48).order(ByteOrder.nativeOrder());
        words.putLong(33).putLong(0x7fff).putLong(6).putLong(16384).putLong(0).putLong(0);

        assertThat(PageSize.of(words.array())).isEqualTo(16384);
        assertThat(PageSize.of(new byte[0])).isEqualTo(4096);
        assertThat(PageSize.of(new byte[] {6, 0, 0})).isEqualTo(4096);
    }

    @Test
    void readsInterfacesWithAndWithoutASpace() {
        String text = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo: 4076280618 19640072    0    0    0     0          0         0 4076280618 19640072    0    0    0     0       0          0
              eth0:242803422    7244    0    0    0     0          0         0   881688    5454    0    0    0     0       0          0
            """;

        assertThat(NetworkMeter.parse(text))
                .containsOnlyKeys("eth0")
                .containsEntry("eth0", new NetworkMeter.Traffic(242803422, 881688));
    }

    @Test
    void readsDisksWithoutThoseThatAreNone() {
        String text = """
               7       0 loop0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
             254       0 vda 247530 10769 6570386 219124 178280 227704 57393984 437636 0 93572 696731 177493 74 30415752 32323 26426 7647
             253       0 zram0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
            """;

        assertThat(DiskMeter.parse(text)).containsOnlyKeys("254:0").containsEntry("254:0", 93572L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "cpu",
                "cpu  1 2",
                "cpu a b c d e f",
                "MemTotal: viel kB\r\nMemAvailable: 1",
                "MemTotal:",
                "some avg10=12",
                "4711 (ollama) S 1 2 3",
                "Zugriff verweigert",
                "\0\0\0",
                "12 13 ist keine Platte"
            })
    void nothingElseIsTakenForThem(String text) {
        assertThat(MemoryText.memory(text)).isEmpty();
        assertThat(MemoryText.swap(text)).isEmpty();
        assertThat(StallText.parse(text)).isEmpty();
        assertThat(CpuTimes.parse(text)).isEmpty();
        assertThat(ProcessStat.parse(text)).isEmpty();
        assertThat(NetworkMeter.parse(text)).isEmpty();
        assertThat(DiskMeter.parse(text)).isEmpty();
    }

    @Test
    void aTextThatWasCutAnywhereIsNoError() {
        for (String text : new String[] {MEMORY, STALLS, STAT, PROCESS}) {
            for (int end = 0; end < text.length(); end++) {
                nothingBreaks(text.substring(0, end));
            }
        }
    }

    private static void nothingBreaks(String text) {
        assertThat(MemoryText.memory(text)).isNotNull();
        assertThat(StallText.parse(text)).isNotNull();
        assertThat(CpuTimes.parse(text)).isNotNull();
        assertThat(ProcessStat.parse(text)).isNotNull();
    }
}
