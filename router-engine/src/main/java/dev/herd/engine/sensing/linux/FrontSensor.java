package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Command;
import dev.herd.engine.sensing.Programs;
import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.signal.Front;
import dev.herd.engine.signal.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What kind of program is in front on an X11 session, through `xprop`. Titles are not asked for, and names go no
/// further than here.
public final class FrontSensor implements Sensor<Front> {
    private static final String SOURCE = "xprop _NET_ACTIVE_WINDOW";
    private static final String XPROP = "xprop";

    private final ScreenDisplay display;
    private final Path proc;
    private final Programs programs;
    private final InstantSource clock;

    /// @param environment of this process, which says where the screen is
    /// @param proc `/proc`
    public FrontSensor(Map<String, String> environment, Path proc, Programs programs, InstantSource clock) {
        display = new ScreenDisplay(Map.copyOf(environment));
        this.proc = proc;
        this.programs = programs;
        this.clock = clock;
    }

    @Override
    public Class<Front> kind() {
        return Front.class;
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Reading<Front> read() throws IOException, InterruptedException {
        display.requireX11();
        Optional<Long> active = FrontWindow.active(ask("-root", "_NET_ACTIVE_WINDOW"));
        if (active.isEmpty()) {
            return new Reading.Unknown<>("the window manager does not tell");
        }
        return new Reading.Known<>(front(active.get()), clock.instant(), SOURCE);
    }

    /// The desktop itself is nothing in particular.
    private Front front(long window) throws IOException, InterruptedException {
        if (window == 0) {
            return new Front(Front.Kind.UNKNOWN, false);
        }
        String text = ask(
                "-id",
                "0x" + Long.toHexString(window),
                "_NET_WM_PID",
                "WM_CLIENT_MACHINE",
                "WM_CLASS",
                "_NET_WM_STATE");
        FrontWindow told = FrontWindow.parse(text).orElseThrow(() -> new IOException("xprop describes no window"));
        return new Front(programs.front(names(told)), told.fullScreen());
    }

    private List<String> names(FrontWindow window) throws IOException {
        List<String> names = new ArrayList<>();
        if (window.process() > 0 && isHere(window.machine())) {
            names.addAll(new ProcessNames(proc).of(window.process()));
        }
        names.addAll(window.classes());
        return names;
    }

    /// A window may be of a program on another machine, whose processes have numbers of their own.
    private boolean isHere(String machine) throws IOException {
        Path name = proc.resolve("sys/kernel/hostname");
        return machine.isEmpty()
                || !Files.exists(name)
                || machine.equals(Files.readString(name).strip());
    }

    private String ask(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(XPROP, "-display", display.name()));
        all.addAll(List.of(words));
        return new Command(all).run();
    }
}
