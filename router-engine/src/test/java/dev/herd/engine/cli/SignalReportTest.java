package dev.herd.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.signal.Accelerators;
import dev.herd.engine.signal.Accelerators.Accelerator;
import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Disk;
import dev.herd.engine.signal.Front;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.Lock;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.Microphone;
import dev.herd.engine.signal.NetworkUse;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Pressure;
import dev.herd.engine.signal.Processor;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Runners;
import dev.herd.engine.signal.Signal;
import dev.herd.engine.signal.Swap;
import dev.herd.engine.testing.FakeClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SignalReportTest {
    private static final long GIBI = 1L << 30;

    private static final Map<Signal, String> WORDS = words();

    private static Map<Signal, String> words() {
        Map<Signal, String> words = new LinkedHashMap<>();
        words.put(new Memory(16 * GIBI, 4 * GIBI), "4.0 of 16.0 GiB used (25 %)");
        words.put(new Swap(0, 0), "none");
        words.put(new Swap(2 * GIBI, GIBI), "1.0 of 2.0 GiB used");
        words.put(new Processor(0.346), "35 % busy");
        words.put(new Runners(0.5, 300L << 20), "50 % of the processor, 300 MiB");
        words.put(new Disk(100 * GIBI, 40 * GIBI, 0.02), "40.0 of 100.0 GiB free, 2 % busy");
        words.put(new NetworkUse(2048, 3 << 20), "2.0 KiB/s received, 3.0 MiB/s sent");
        words.put(new Pressure(Pressure.Level.WARN, Double.NaN), "warn");
        words.put(new Pressure(Pressure.Level.NORMAL, 0), "normal, 0.0 KiB/s swapped out");
        words.put(new Heat(91.4, Heat.Level.SERIOUS, 0.4), "serious, 91 °C, 40 % slower");
        words.put(new Heat(Double.NaN, Heat.Level.NOMINAL, 0), "nominal");
        words.put(new Accelerators(List.of()), "none");
        words.put(
                new Accelerators(List.of(
                        new Accelerator("RTX 4090", 0.12, 24 * GIBI, GIBI), new Accelerator("GB10", Double.NaN, 0, 0))),
                "RTX 4090, 12 % busy, 1.0 of 24.0 GiB used; GB10");
        words.put(new Power(Power.Source.BATTERY, 78, true), "battery, battery at 78 %, saving power");
        words.put(new Power(Power.Source.MAINS, -1, false), "mains");
        words.put(Camera.IDLE, "not in use");
        words.put(new Microphone(List.of(new CaptureUse("", CaptureUse.Kind.CALL))), "a program (call)");
        words.put(new Input(Duration.ofSeconds(90)), "untouched for 90 s");
        words.put(new Lock(true), "locked");
        words.put(new Front(Front.Kind.GAME, true), "game, on the whole screen");
        return words;
    }

    private static SignalReport report(Signal signal) {
        var reading = new Reading.Known<>(signal, FakeClock.START, "/proc/meminfo");
        return new SignalReport(
                FakeClock.START.plusMillis(1500),
                List.of(new SignalReport.Line(signal.getClass(), reading, Duration.ofNanos(1_240_000))));
    }

    private static String table(SignalReport report) {
        var out = new StringWriter();
        var writer = new PrintWriter(out);
        report.print(writer);
        writer.flush();
        return out.toString();
    }

    @Test
    void saysEachInPlainWords() {
        WORDS.forEach((signal, words) -> {
            assertThat(SignalText.of(signal)).isEqualTo(words);
            assertThat(table(report(signal)))
                    .contains(words)
                    .contains("/proc/meminfo")
                    .contains("1.5 s")
                    .contains("1.2 ms");
        });
    }

    @Test
    void writesEachForPrograms() {
        WORDS.forEach((signal, words) -> {
            JsonNode told = new JsonMapper()
                    .readTree(report(signal).json())
                    .get("signals")
                    .get(0);

            assertThat(told.get("words").asString()).isEqualTo(words);
            assertThat(told.get("value").size()).isPositive();
            assertThat(told.get("age_s").asDouble()).isEqualTo(1.5);
            assertThat(told.toString()).doesNotContain("NaN");
        });
    }

    @Test
    void anUnknownOneSaysWhy() {
        var report = new SignalReport(
                FakeClock.START,
                List.of(new SignalReport.Line(NetworkUse.class, new Reading.Unknown<>("no file"), Duration.ZERO)));

        assertThat(table(report)).contains("network use  unknown: no file");
        JsonNode told = new JsonMapper().readTree(report.json()).get("signals").get(0);
        assertThat(told.get("signal").asString()).isEqualTo("network_use");
        assertThat(told.get("known").asBoolean()).isFalse();
        assertThat(told.get("reason").asString()).isEqualTo("no file");
    }
}
