package dev.herd.engine.cli;

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
import dev.herd.engine.signal.Runners;
import dev.herd.engine.signal.Signal;
import dev.herd.engine.signal.Swap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Signals in plain words.
final class SignalText {
    private static final double GIBI = 1 << 30;
    private static final double MEBI = 1 << 20;

    private SignalText() {}

    /// A kind's name, such as `network use`.
    static String name(Class<? extends Signal> kind) {
        return kind.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    static String of(Signal signal) {
        return switch (signal) {
            case Memory memory ->
                part(memory.usedBytes(), memory.totalBytes()) + " used (" + percent(memory.share()) + ")";
            case Swap swap -> swap.totalBytes() == 0 ? "none" : part(swap.usedBytes(), swap.totalBytes()) + " used";
            case Processor processor -> percent(processor.load()) + " busy";
            case Runners runners ->
                percent(runners.processorShare()) + " of the processor, " + mebi(runners.residentBytes()) + " MiB";
            case Disk disk -> part(disk.freeBytes(), disk.totalBytes()) + " free, " + percent(disk.busy()) + " busy";
            case NetworkUse use -> rate(use.receivedPerSecond()) + " received, " + rate(use.sentPerSecond()) + " sent";
            case Pressure pressure -> word(pressure.level()) + swappedOut(pressure);
            case Heat heat -> heat(heat);
            case Accelerators accelerators -> accelerators(accelerators.all());
            case Power power -> power(power);
            case Camera camera -> uses(camera.uses());
            case Microphone microphone -> uses(microphone.uses());
            case Input input -> "untouched for " + input.idle().toSeconds() + " s";
            case Lock lock -> lock.locked() ? "locked" : "not locked";
            case Front front -> word(front.kind()) + (front.fullScreen() ? ", on the whole screen" : "");
        };
    }

    private static String swappedOut(Pressure pressure) {
        double rate = pressure.swappedOutPerSecond();
        return Double.isNaN(rate) ? "" : ", " + rate(rate) + " swapped out";
    }

    private static String heat(Heat heat) {
        String degrees = Double.isNaN(heat.celsius()) ? "" : String.format(Locale.ROOT, ", %.0f °C", heat.celsius());
        String slower = heat.slowdown() > 0 ? ", " + percent(heat.slowdown()) + " slower" : "";
        return heat.level().label() + degrees + slower;
    }

    private static String accelerators(List<Accelerator> all) {
        return all.isEmpty()
                ? "none"
                : all.stream().map(SignalText::accelerator).collect(Collectors.joining("; "));
    }

    private static String accelerator(Accelerator one) {
        String load = Double.isNaN(one.load()) ? "" : ", " + percent(one.load()) + " busy";
        String memory = one.totalBytes() == 0 ? "" : ", " + part(one.usedBytes(), one.totalBytes()) + " used";
        return one.name() + load + memory;
    }

    private static String power(Power power) {
        String battery = power.percent() < 0 ? "" : ", battery at " + power.percent() + " %";
        return word(power.source()) + battery + (power.lowPower() ? ", saving power" : "");
    }

    private static String uses(List<CaptureUse> uses) {
        return uses.isEmpty()
                ? "not in use"
                : uses.stream()
                        .map(use ->
                                (use.program().isEmpty() ? "a program" : use.program()) + " (" + word(use.kind()) + ")")
                        .collect(Collectors.joining(", "));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String part(long some, long all) {
        return String.format(Locale.ROOT, "%.1f of %.1f GiB", some / GIBI, all / GIBI);
    }

    private static long mebi(long bytes) {
        return Math.round(bytes / MEBI);
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    private static String rate(double bytes) {
        return bytes < MEBI
                ? String.format(Locale.ROOT, "%.1f KiB/s", bytes / 1024)
                : String.format(Locale.ROOT, "%.1f MiB/s", bytes / MEBI);
    }
}
