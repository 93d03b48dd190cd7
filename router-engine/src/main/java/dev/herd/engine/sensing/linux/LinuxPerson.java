package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Command;
import dev.herd.engine.sensing.Opened;
import dev.herd.engine.sensing.Polled;
import dev.herd.engine.sensing.Programs;
import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.sensing.Sleep;
import dev.herd.engine.signal.Input;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/// What a Linux machine tells of its person, and its sleep.
public final class LinuxPerson {
    /// A minute without input is the first that matters.
    private static final Duration INPUT = Duration.ofSeconds(10);

    private static final Path PROC = Path.of("/proc");

    private final Map<String, String> environment;
    private final Programs programs;
    private final InstantSource clock;
    private final Executor listeners;
    private final LoginMonitor monitor;

    /// @param environment of this process, which says where its session is
    /// @param listeners runs each task on a thread of the system's own while the sensors are open: three at most,
    ///     one of which waits in the kernel. On a virtual thread that one gives up: cameras are looked at every 5 s
    public LinuxPerson(Map<String, String> environment, Programs programs, InstantSource clock, Executor listeners) {
        this.environment = Map.copyOf(environment);
        this.programs = programs;
        this.clock = clock;
        this.listeners = listeners;
        monitor = new LoginMonitor(this.environment, clock, listeners);
    }

    /// Those of one kind in order of preference. To be called once.
    public List<Sensor<?>> sensors() {
        Command dump = Command.of("pw-dump");
        return List.of(
                new MicrophoneSensor(environment, PROC, programs, clock, listeners),
                new CameraSensor(CameraSensor.Roots.SYSTEM, dump::run, programs, clock, listeners),
                ofBus("org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core", "GetIdletime"),
                ofBus("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "GetSessionIdleTime"),
                ofX11(),
                ofXprintidle(),
                input(
                        "loginctl IdleSinceHint",
                        () -> Session.find(environment).idle(clock.instant()).map(Input::new)),
                new LockSensor(environment, clock, monitor),
                new FrontSensor(environment, PROC, programs, clock));
    }

    /// Hears of sleep while the sensors are read, which keep its listener alive.
    public Sleep sleep() {
        return new LoginSleep(monitor);
    }

    private Sensor<Input> ofBus(String name, String path, String method) {
        var bus = new SessionBus(environment);
        return input(name, () -> DesktopAnswers.idle(bus.call(name, path, name + "." + method)));
    }

    private Sensor<Input> ofX11() {
        var display = new ScreenDisplay(environment);
        var library = new Opened<>(XScreenSaver::new);
        return input(XScreenSaver.SOURCE, () -> {
            display.requireX11();
            return library.get().idle(display.name());
        });
    }

    private Sensor<Input> ofXprintidle() {
        var display = new ScreenDisplay(environment);
        return input("xprintidle", () -> {
            display.requireX11();
            return DesktopAnswers.plainIdle(Command.of("xprintidle").run());
        });
    }

    private Sensor<Input> input(String source, Polled.Question<Input> question) {
        return new Polled<>(Input.class, INPUT, source, clock, question);
    }
}
