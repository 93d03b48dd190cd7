package dev.herd.engine.sensing.macos;

import dev.herd.engine.sensing.Opened;
import dev.herd.engine.sensing.Polled;
import dev.herd.engine.sensing.Programs;
import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.signal.Accelerators;
import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.Front;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.Lock;
import dev.herd.engine.signal.Microphone;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Pressure;
import dev.herd.engine.signal.Signal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// The sensors of a Mac. Nothing is loaded before a sensor is read, so that what a version of macOS lacks is missed by
/// the sensor that needs it alone.
public final class MacSensors {
    private static final Duration OFTEN = Duration.ofSeconds(3);
    private static final Duration SOMETIMES = Duration.ofSeconds(10);

    private final MacLibraries libraries;
    private final InstantSource clock;
    private final Programs programs;
    private final ProgramNames names;
    private final Darwin darwin;
    private final Opened<ObjectiveC> objects;
    private final Opened<IoRegistry> registry;

    private MacSensors(MacLibraries libraries, Programs programs, InstantSource clock) {
        this.libraries = libraries;
        this.clock = clock;
        this.programs = programs;
        names = new ProgramNames(programs);
        darwin = new Darwin(libraries);
        objects = new Opened<>(() -> new ObjectiveC(libraries));
        registry = new Opened<>(() -> new IoRegistry(libraries));
    }

    /// All of them, those of one kind in order of preference: calls within this process, then commands.
    ///
    /// @param programs says what known programs do
    public static List<Sensor<?>> all(Programs programs, InstantSource clock) {
        return in(MacLibraries.installed(), programs, clock);
    }

    static List<Sensor<?>> in(MacLibraries libraries, Programs programs, InstantSource clock) {
        var sensors = new MacSensors(libraries, programs, clock);
        return Stream.<List<? extends Sensor<?>>>of(
                        sensors.microphone(),
                        sensors.camera(),
                        sensors.heat(),
                        sensors.pressure(),
                        sensors.power(),
                        sensors.input(),
                        sensors.lock(),
                        sensors.front(),
                        sensors.accelerators())
                .<Sensor<?>>flatMap(List::stream)
                .toList();
    }

    private List<Sensor<Microphone>> microphone() {
        var audio = new Opened<>(() -> CoreAudio.objects(libraries));
        var assertions = new MicrophoneAssertions(names, ProcessHandle::of);
        return List.of(
                new MicrophoneProcessSensor(audio, darwin, names, clock),
                asked(Microphone.class, "CoreAudio devices", OFTEN, new MicrophoneDevices(audio)::ask),
                Polled.by(MicrophoneAssertions.COMMAND, Microphone.class, OFTEN, clock, assertions::parse));
    }

    private List<Sensor<Camera>> camera() {
        return List.of(
                new CameraSensor(libraries, clock), Polled.by(Ioreg.CAMERA, Camera.class, OFTEN, clock, Ioreg::camera));
    }

    /// What an Intel processor says of its speed comes first: it is exact, and other Macs do not say it.
    private List<Sensor<Heat>> heat() {
        var questions = new HeatQuestions(darwin, objects);
        return List.of(
                asked(Heat.class, HeatQuestions.SPEED_LIMIT.toString(), OFTEN, questions::ofSpeedLimit),
                new ThermalPressureSensor(darwin, clock),
                asked(Heat.class, "NSProcessInfo thermalState", OFTEN, questions::ofProcessInfo),
                asked(Heat.class, HeatQuestions.NOTIFIED.toString(), OFTEN, questions::ofNotified));
    }

    private List<Sensor<Pressure>> pressure() {
        var questions = new PressureQuestions(darwin, clock);
        return List.of(
                asked(Pressure.class, "memorystatus_vm_pressure_level", OFTEN, questions::ofKernel),
                asked(Pressure.class, "sysctl, vm_stat", OFTEN, questions::ofCommands));
    }

    private List<Sensor<Power>> power() {
        var sources = new Opened<>(() -> new PowerSources(libraries, objects));
        return List.of(
                asked(
                        Power.class,
                        "IOKit power sources",
                        SOMETIMES,
                        () -> sources.get().ask()),
                asked(Power.class, "pmset -g batt", SOMETIMES, PmsetText::ask));
    }

    private List<Sensor<Input>> input() {
        var person = new PersonQuestions(libraries, registry);
        return List.of(
                asked(Input.class, "CGEventSource", OFTEN, person::inputOfEvents),
                asked(Input.class, "HIDIdleTime", OFTEN, person::inputOfRegistry),
                Polled.by(Ioreg.INPUT, Input.class, OFTEN, clock, Ioreg::input));
    }

    private List<Sensor<Lock>> lock() {
        var person = new PersonQuestions(libraries, registry);
        return List.of(
                asked(Lock.class, "CGSession", OFTEN, person::lock),
                Polled.by(Ioreg.SESSIONS, Lock.class, OFTEN, clock, Ioreg::lock));
    }

    private List<Sensor<Front>> front() {
        var questions = new FrontQuestions(libraries, objects, programs);
        return List.of(
                asked(Front.class, "NSWorkspace", OFTEN, questions::ofWorkspace),
                asked(Front.class, "lsappinfo", OFTEN, questions::ofCommands));
    }

    private List<Sensor<Accelerators>> accelerators() {
        return List.of(
                asked(Accelerators.class, "IOAccelerator", OFTEN, new AcceleratorQuestion(libraries, registry)::ask),
                Polled.by(Ioreg.ACCELERATORS, Accelerators.class, OFTEN, clock, Ioreg::accelerators));
    }

    private <T extends Signal> Sensor<T> asked(
            Class<T> kind, String source, Duration every, Polled.Question<T> question) {
        return new Polled<>(kind, every, source, clock, question);
    }
}
