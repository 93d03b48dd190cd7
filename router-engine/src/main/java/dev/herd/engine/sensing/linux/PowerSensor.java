package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Reading;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What the machine lives on. Asking a battery costs milliseconds of a slow controller, so that only what is plugged in
/// is read each time, and all of it twice a minute and when that has changed.
final class PowerSensor implements Sensor<Power> {
    private static final String SUPPLIES = "class/power_supply";
    private static final Duration BETWEEN_ALL = Duration.ofSeconds(30);

    private final Tree sys;
    private final PowerSaver saver;
    private final InstantSource clock;
    private List<String> plugged = List.of();
    private @Nullable Power last;
    private @Nullable Instant lastAll;

    PowerSensor(Tree sys, PowerSaver saver, InstantSource clock) {
        this.sys = sys;
        this.saver = saver;
        this.clock = clock;
    }

    @Override
    public Class<Power> kind() {
        return Power.class;
    }

    @Override
    public Duration every() {
        return Duration.ofMillis(2500);
    }

    @Override
    public Reading<Power> read() throws IOException, InterruptedException {
        Instant now = clock.instant();
        List<String> names = sys.names(SUPPLIES);
        List<String> sockets =
                names.stream().map(name -> name + " " + text(name, "online")).toList();
        boolean saves = saver.saves(now);
        Power before = last;
        Power power;
        if (before != null && sockets.equals(plugged) && isRecent(now)) {
            power = new Power(before.source(), before.percent(), saves);
        } else {
            List<PowerSupply> all = supplies(names);
            power = new Power(PowerSupply.source(all), PowerSupply.percent(all), saves);
            plugged = sockets;
            lastAll = now;
        }
        last = power;
        return new Reading.Known<>(power, now, sys.name(SUPPLIES));
    }

    private boolean isRecent(Instant now) {
        Instant before = lastAll;
        return before != null && !now.isBefore(before) && now.isBefore(before.plus(BETWEEN_ALL));
    }

    private List<PowerSupply> supplies(List<String> names) {
        List<PowerSupply> all = new ArrayList<>();
        for (String name : names) {
            boolean ofDevice = text(name, "scope").equals("Device");
            boolean absent = text(name, "present").equals("0");
            if (!ofDevice && !absent) {
                all.add(supply(name));
            }
        }
        return all;
    }

    private PowerSupply supply(String name) {
        OptionalLong energy = number(name, "energy_full");
        OptionalLong full = energy.isPresent() ? energy : number(name, "charge_full");
        return new PowerSupply(
                text(name, "type"),
                number(name, "online"),
                text(name, "status"),
                number(name, "capacity"),
                Math.max(1, full.orElse(1)));
    }

    private String text(String name, String file) {
        return sys.text(SUPPLIES + "/" + name + "/" + file).orElse("");
    }

    private OptionalLong number(String name, String file) {
        return sys.number(SUPPLIES + "/" + name + "/" + file);
    }
}
