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
import tools.jackson.core.JsonGenerator;

/// Signals for programs: the parts of each by name, `null` where one is not told.
final class SignalJson {
    private static final double DIGITS = 1e4;
    private static final double MILLIS = 1000;

    private SignalJson() {}

    static void write(JsonGenerator json, Signal signal) {
        switch (signal) {
            case Memory memory -> bytes(json, memory.totalBytes(), memory.usedBytes());
            case Swap swap -> bytes(json, swap.totalBytes(), swap.usedBytes());
            case Processor processor -> number(json, "load", processor.load());
            case Runners runners -> runners(json, runners);
            case Disk disk -> disk(json, disk);
            case NetworkUse use -> {
                number(json, "received_bytes_per_s", use.receivedPerSecond());
                number(json, "sent_bytes_per_s", use.sentPerSecond());
            }
            case Pressure pressure -> {
                word(json, "level", pressure.level());
                number(json, "swapped_out_bytes_per_s", pressure.swappedOutPerSecond());
            }
            case Heat heat -> {
                word(json, "level", heat.level());
                number(json, "celsius", heat.celsius());
                number(json, "slowdown", heat.slowdown());
            }
            case Accelerators accelerators -> accelerators(json, accelerators.all());
            case Power power -> power(json, power);
            case Camera camera -> uses(json, camera.uses());
            case Microphone microphone -> uses(json, microphone.uses());
            case Input input -> number(json, "idle_s", input.idle().toMillis() / MILLIS);
            case Lock lock -> json.writeBooleanProperty("locked", lock.locked());
            case Front front -> {
                word(json, "kind", front.kind());
                json.writeBooleanProperty("full_screen", front.fullScreen());
            }
        }
    }

    /// As precise as it matters; `null` where it is not told.
    static void number(JsonGenerator json, String name, double value) {
        if (Double.isNaN(value)) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, Math.round(value * DIGITS) / DIGITS);
        }
    }

    private static void bytes(JsonGenerator json, long total, long used) {
        json.writeNumberProperty("total_bytes", total);
        json.writeNumberProperty("used_bytes", used);
    }

    private static void runners(JsonGenerator json, Runners runners) {
        number(json, "processor_share", runners.processorShare());
        json.writeNumberProperty("resident_bytes", runners.residentBytes());
    }

    private static void disk(JsonGenerator json, Disk disk) {
        json.writeNumberProperty("total_bytes", disk.totalBytes());
        json.writeNumberProperty("free_bytes", disk.freeBytes());
        number(json, "busy", disk.busy());
    }

    private static void power(JsonGenerator json, Power power) {
        word(json, "source", power.source());
        number(json, "percent", power.percent() < 0 ? Double.NaN : power.percent());
        json.writeBooleanProperty("low_power", power.lowPower());
    }

    private static void word(JsonGenerator json, String name, Enum<?> value) {
        json.writeStringProperty(name, value.name().toLowerCase(Locale.ROOT));
    }

    private static void accelerators(JsonGenerator json, List<Accelerator> all) {
        json.writeArrayPropertyStart("all");
        for (Accelerator one : all) {
            json.writeStartObject();
            json.writeStringProperty("name", one.name());
            number(json, "load", one.load());
            bytes(json, one.totalBytes(), one.usedBytes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void uses(JsonGenerator json, List<CaptureUse> uses) {
        json.writeArrayPropertyStart("uses");
        for (CaptureUse use : uses) {
            json.writeStartObject();
            json.writeStringProperty("program", use.program());
            word(json, "kind", use.kind());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
