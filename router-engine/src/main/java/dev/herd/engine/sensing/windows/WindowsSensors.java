package dev.herd.engine.sensing.windows;

import dev.herd.engine.sensing.Opened;
import dev.herd.engine.sensing.Polled;
import dev.herd.engine.sensing.Programs;
import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Front;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.Lock;
import dev.herd.engine.signal.Microphone;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Pressure;
import dev.herd.engine.signal.Signal;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The sensors of a Windows machine. Nothing is loaded before a sensor is read.
public final class WindowsSensors {
    private static final Duration OFTEN = Duration.ofSeconds(3);
    private static final Duration SOMETIMES = Duration.ofSeconds(10);
    /// A PowerShell costs a second of a core.
    private static final Duration RARELY = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Machine machine;
    private final Person person;
    private final CaptureUses uses;
    private final Opened<RegistryKey.Functions> registry;

    private WindowsSensors(WindowsLibraries libraries, CaptureUses uses, InstantSource clock) {
        this.clock = clock;
        this.uses = uses;
        machine = new Machine(libraries.kernel());
        person = new Person(libraries, uses.programs());
        registry = new Opened<>(() -> new RegistryKey.Functions(libraries.registry()));
    }

    /// All of them, those of one kind in order of preference: calls within this process, then commands.
    ///
    /// @param programs says what known programs do
    public static List<Sensor<?>> all(Programs programs, InstantSource clock) {
        return in(WindowsLibraries.installed(), new CaptureUses(programs, WindowsSensors::running), clock);
    }

    static List<Sensor<?>> in(WindowsLibraries libraries, CaptureUses uses, InstantSource clock) {
        return new WindowsSensors(libraries, uses, clock).sensors();
    }

    private List<Sensor<?>> sensors() {
        var microphone = new ConsentStore(registry, "microphone");
        var camera = new ConsentStore(registry, "webcam");
        return List.of(
                asked(Microphone.class, "consent store", OFTEN, () -> used(microphone.read(), Microphone::new)),
                asked(Microphone.class, "reg query", OFTEN, () -> ofCommand(microphone, Microphone::new)),
                asked(Camera.class, "consent store", OFTEN, () -> used(camera.read(), Camera::new)),
                asked(Camera.class, "reg query", OFTEN, () -> ofCommand(camera, Camera::new)),
                asked(Input.class, "GetLastInputInfo", OFTEN, person::input),
                asked(Power.class, "GetSystemPowerStatus", SOMETIMES, machine::power),
                asked(Pressure.class, "GlobalMemoryStatusEx", OFTEN, machine::pressure),
                asked(Lock.class, "OpenInputDesktop", OFTEN, person::lock),
                asked(Front.class, "GetForegroundWindow", OFTEN, person::front),
                asked(Heat.class, "thermal zones", RARELY, () -> ThermalZones.parse(ThermalZones.COMMAND.run())));
    }

    private <T> Optional<T> ofCommand(ConsentStore store, Function<List<CaptureUse>, T> signal)
            throws IOException, InterruptedException {
        return used(ConsentStore.parse(store.command().run()), signal);
    }

    private <T> Optional<T> used(Optional<List<Consent>> consents, Function<List<CaptureUse>, T> signal)
            throws IOException {
        if (consents.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(signal.apply(uses.of(consents.get(), clock.instant().minus(machine.upTime()))));
    }

    private static Set<String> running() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().command().stream())
                .collect(Collectors.toSet());
    }

    private <T extends Signal> Sensor<T> asked(
            Class<T> kind, String source, Duration every, Polled.Question<T> question) {
        return new Polled<>(kind, every, source, clock, question);
    }
}
