package dev.herd.engine.sensing.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.sensing.Opened;
import dev.herd.engine.sensing.Programs;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.CaptureUse.Kind;
import dev.herd.engine.signal.Microphone;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.testing.FakeClock;
import dev.herd.engine.testing.NativeMock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MicrophoneTest {
    private static final int GONE = FourCharacters.code("!obj");
    private static final int BLUETOOTH = FourCharacters.code("blth");
    private static final int USB = FourCharacters.code("usb ");
    private static final int BUILT_IN = FourCharacters.code("bltn");
    private static final int VIRTUAL = FourCharacters.code("virt");

    private MacMock mac;
    private NativeMock answers;

    @BeforeAll
    void build(@TempDir Path folder) throws IOException, InterruptedException {
        mac = new MacMock(folder);
        answers = mac.answers();
    }

    @BeforeEach
    void reset() throws IOException {
        answers.reset();
    }

    private MicrophoneProcessSensor processes() {
        var audio = new Opened<>(() -> CoreAudio.objects(mac.libraries()));
        var names = new ProgramNames(Programs.shipped());
        return new MicrophoneProcessSensor(audio, new Darwin(mac.libraries()), names, new FakeClock());
    }

    private MicrophoneDevices devices() {
        return new MicrophoneDevices(new Opened<>(() -> CoreAudio.objects(mac.libraries())));
    }

    private void process(int object, long id, String inputs, String bundle) throws IOException {
        answers.set("audio." + object + ".piri.glob", 1)
                .set("audio." + object + ".ppid.glob", id)
                .set("audio." + object + ".pdv#.inpt", inputs)
                .set("audio." + object + ".pbid.glob", bundle);
    }

    @Test
    void namesTheProcessesThatTakeSound() throws IOException {
        answers.set("audio.1.prs#.glob", "101,102,103,104,105");
        process(101, 1010, "55", "us.zoom.xos");
        answers.set("path.1010", "/Applications/zoom.us.app/Contents/MacOS/zoom.us");
        process(102, 1020, "55", "com.google.Chrome.helper");
        answers.set(
                "path.1020",
                "/Applications/Google Chrome.app/Contents/Frameworks/x.framework/Helpers/Google Chrome Helper.app/Contents/MacOS/h");
        process(103, 1030, "55", "org.example.meter");
        process(104, 1040, "55", "com.apple.Music");
        answers.set("audio.104.piri.glob", 0);
        process(105, ProcessHandle.current().pid(), "55", "dev.herd");

        assertThat(processes().read())
                .isEqualTo(new Reading.Known<>(
                        new Microphone(List.of(
                                new CaptureUse("zoom.us", Kind.CALL),
                                new CaptureUse("Google Chrome", Kind.CALL),
                                new CaptureUse("org.example.meter", Kind.UNKNOWN))),
                        FakeClock.START,
                        "CoreAudio processes"));
        assertThat(answers.get("cf.live")).as("strings that were not released").isZero();
        assertThat(answers.get("cf.misused")).isZero();
    }

    @Test
    void leavesOutAListenerThatHoldsNoDevice() throws IOException {
        answers.set("audio.1.prs#.glob", "101");
        process(101, 1010, "", "com.apple.corespeechd");

        assertThat(processes().read().known()).contains(Microphone.IDLE);
    }

    @Test
    void believesAProcessWhoseDevicesAreNotTold() throws IOException {
        answers.set("audio.1.prs#.glob", "101")
                .set("audio.101.piri.glob", 1)
                .set("audio.101.ppid.glob", 1010)
                .set("path.1010", "/opt/recorder");

        assertThat(processes().read().known())
                .contains(new Microphone(List.of(new CaptureUse("recorder", Kind.UNKNOWN))));
    }

    @Test
    void passesOverAProcessThatEndsMeanwhile() throws IOException {
        answers.set("audio.1.prs#.glob", "101,102")
                .set("audio.101.piri.glob.status", GONE)
                .set("audio.102.piri.glob", 1)
                .set("audio.102.pdv#.inpt", "55")
                .set("audio.102.ppid.glob.status", GONE);

        assertThat(processes().read().known()).contains(Microphone.IDLE);
    }

    @Test
    void saysWhatAnOlderSystemLacks() {
        assertThatThrownBy(() -> processes().read())
                .isInstanceOf(IOException.class)
                .hasMessage("CoreAudio answers who? for prs#");
    }

    @Test
    void looksWhenADeviceBeginsToRun() throws IOException {
        answers.set("audio.1.prs#.glob", "").set("audio.1.dev#.glob", "55,56");
        var looks = new AtomicInteger();
        try (MicrophoneProcessSensor sensor = processes()) {
            sensor.onHint(looks::incrementAndGet);
            sensor.read();
            sensor.read();
            assertThat(answers.get("listeners")).isEqualTo(2);

            answers.call("mock_fire", 56);

            assertThat(looks).hasValue(1);
        }
        assertThat(answers.get("listeners")).isZero();
    }

    @Test
    void survivesALookThatFails() throws IOException {
        answers.set("audio.1.prs#.glob", "").set("audio.1.dev#.glob", "55");
        try (MicrophoneProcessSensor sensor = processes()) {
            sensor.onHint(() -> {
                throw new IllegalStateException("on purpose");
            });
            sensor.read();

            answers.call("mock_fire", 55);

            assertThat(answers.get("fired")).isEqualTo(1);
            assertThat(answers.get("fired.failed")).isZero();
        }
    }

    private void device(int device, int transport, String inputs, String outputs, int runs) throws IOException {
        int stream = device + 1000;
        answers.set("audio." + device + ".slay.inpt", inputs)
                .set("audio." + device + ".slay.outp", outputs)
                .set("audio." + device + ".tran.glob", transport)
                .set("audio." + device + ".gone.glob", runs)
                .set("audio." + device + ".stm#.inpt", inputs.isEmpty() ? "" : Integer.toString(stream))
                .set("audio." + stream + ".sdir.glob", 1)
                .set("audio." + stream + ".sact.glob", runs)
                .set("audio." + device + ".nsrt.glob", 48_000);
    }

    private static final Optional<Microphone> LISTENS =
            Optional.of(new Microphone(List.of(new CaptureUse("", Kind.UNKNOWN))));

    @Test
    void seesABuiltInMicrophoneRun() throws IOException {
        answers.set("audio.1.dev#.glob", "55,56");
        device(55, BUILT_IN, "", "2", 1);
        device(56, BUILT_IN, "1", "", 0);
        assertThat(devices().ask()).as("the loudspeaker alone runs").contains(Microphone.IDLE);

        device(56, BUILT_IN, "1", "", 1);
        assertThat(devices().ask()).isEqualTo(LISTENS);

        answers.set("audio.1056.sact.glob", 0);
        assertThat(devices().ask()).as("its stream is not active").contains(Microphone.IDLE);
    }

    @Test
    void doesNotTellAHeadsetThatPlaysFromOneThatListens() throws IOException {
        answers.set("audio.1.dev#.glob", "55");
        device(55, USB, "1", "2", 1);
        assertThat(devices().ask()).isEmpty();

        device(55, USB, "1", "", 1);
        assertThat(devices().ask()).as("it cannot play").isEqualTo(LISTENS);

        device(55, USB, "1", "2", 0);
        assertThat(devices().ask()).contains(Microphone.IDLE);
    }

    @Test
    void seesABluetoothMicrophoneByItsRate() throws IOException {
        answers.set("audio.1.dev#.glob", "55");
        device(55, BLUETOOTH, "1", "2", 1);
        assertThat(devices().ask()).isEmpty();

        answers.set("audio.55.nsrt.glob", 16_000);
        assertThat(devices().ask()).isEqualTo(LISTENS);

        device(55, BLUETOOTH, "1", "2", 0);
        assertThat(devices().ask()).as("older systems say so of one in use").isEmpty();
    }

    @Test
    void takesNothingForSureFromAVirtualDevice() throws IOException {
        answers.set("audio.1.dev#.glob", "55,56");
        device(55, VIRTUAL, "2", "2", 1);
        device(56, BUILT_IN, "1", "", 0);
        assertThat(devices().ask()).isEmpty();

        device(56, BUILT_IN, "1", "", 1);
        assertThat(devices().ask()).isEqualTo(LISTENS);
    }
}
