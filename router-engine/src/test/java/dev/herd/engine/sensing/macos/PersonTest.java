package dev.herd.engine.sensing.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.sensing.Opened;
import dev.herd.engine.sensing.Programs;
import dev.herd.engine.signal.Front;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.Lock;
import dev.herd.engine.testing.CapturedText;
import dev.herd.engine.testing.NativeMock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Input, lock and the program in front.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PersonTest {
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

    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        assertThat(answers.get("cf.live")).isZero();
        assertThat(answers.get("cf.misused")).isZero();
        assertThat(answers.get("io.live")).isZero();
        assertThat(answers.get("pool.open")).isZero();
        assertThat(answers.get("pool.misused")).isZero();
        assertThat(answers.get("objc.crashed")).isZero();
    }

    private PersonQuestions person() {
        return new PersonQuestions(mac.libraries(), new Opened<>(() -> new IoRegistry(mac.libraries())));
    }

    private FrontQuestions front() {
        return new FrontQuestions(
                mac.libraries(), new Opened<>(() -> new ObjectiveC(mac.libraries())), Programs.shipped());
    }

    @Test
    void asksTheHardwareForTheLastEvent() throws IOException {
        answers.set("idle.millis", 12_500);
        assertThat(person().inputOfEvents()).contains(new Input(Duration.ofMillis(12_500)));

        answers.reset();
        assertThat(person().inputOfEvents()).as("a negative time").isEmpty();
    }

    @Test
    void asksTheRegistryForTheLeast() throws IOException {
        assertThat(person().inputOfRegistry()).isEmpty();

        answers.set("services.IOHIDSystem", "5,6,7")
                .set("io.5.HIDIdleTime", 9_000_000_000L)
                .set("io.6.HIDIdleTime", 1_250_000_000L)
                .set("io.7.HIDIdleTime", "broken");
        assertThat(person().inputOfRegistry()).contains(new Input(Duration.ofMillis(1250)));
    }

    @Test
    void knowsALockedScreen() throws IOException {
        assertThat(person().lock()).as("no session").isEmpty();

        answers.set("session.dict", 1).set("session.kCGSSessionOnConsoleKey.bool", 1);
        assertThat(person().lock()).contains(new Lock(false));

        answers.set("session.CGSSessionScreenIsLocked.bool", 1);
        assertThat(person().lock()).contains(new Lock(true));

        answers.reset().set("session.dict", 1).set("session.CGSSessionScreenIsLocked", 1);
        assertThat(person().lock()).as("a number, not a truth value").contains(new Lock(true));
    }

    @Test
    void countsASessionThatIsNotAtTheScreenAsLocked() throws IOException {
        answers.set("session.dict", 1).set("session.kCGSSessionOnConsoleKey.bool", 0);

        assertThat(person().lock()).contains(new Lock(true));
    }

    private void inFront(String bundle) throws IOException {
        answers.set("class.NSWorkspace", 1)
                .set("objc.NSWorkspace.sharedWorkspace.object", "workspace")
                .set("objc.workspace.frontmostApplication.object", "app")
                .set("objc.app.bundleIdentifier", bundle)
                .set("objc.app.processIdentifier", 4711)
                .set("display.width", 1728)
                .set("display.height", 1117);
    }

    private void window(int number, long process, int layer, int width) throws IOException {
        String key = "window." + number;
        answers.set(key + ".kCGWindowOwnerPID", process)
                .set(key + ".kCGWindowLayer", layer)
                .set(key + ".kCGWindowBounds.dict", 1)
                .set(key + ".kCGWindowBounds.X", 0)
                .set(key + ".kCGWindowBounds.Y", 0)
                .set(key + ".kCGWindowBounds.Width", width)
                .set(key + ".kCGWindowBounds.Height", 1117);
    }

    @Test
    void knowsWhatIsInFront() throws IOException {
        inFront("com.apple.dt.Xcode");
        assertThat(front().ofWorkspace()).contains(new Front(Front.Kind.BUILD, false));

        answers.set("windows", "1,2,3");
        window(1, 4711, 0, 900);
        window(2, 4711, 25, 1728);
        window(3, 99, 0, 1728);
        assertThat(front().ofWorkspace()).as("small, a menu, another's").contains(new Front(Front.Kind.BUILD, false));

        window(1, 4711, 0, 1727);
        assertThat(front().ofWorkspace()).as("not quite as wide").contains(new Front(Front.Kind.BUILD, false));
        window(1, 4711, 0, 1728);
        assertThat(front().ofWorkspace()).contains(new Front(Front.Kind.BUILD, true));
        answers.set("window.1.kCGWindowBounds.X", 1);
        assertThat(front().ofWorkspace()).as("beside the edge").contains(new Front(Front.Kind.BUILD, false));
        answers.set("window.1.kCGWindowBounds.X", 0).set("window.1.kCGWindowBounds.Y", 1);
        assertThat(front().ofWorkspace()).as("below the menu bar").contains(new Front(Front.Kind.BUILD, false));
    }

    @Test
    void knowsThatNothingIsInFront() throws IOException {
        answers.set("class.NSWorkspace", 1)
                .set("objc.NSWorkspace.sharedWorkspace.object", "workspace")
                .set("objc.workspace.frontmostApplication.object", "");

        assertThat(front().ofWorkspace()).isEmpty();
    }

    @Test
    void saysWhatAnOtherSystemLacks() {
        assertThatThrownBy(() -> front().ofWorkspace()).hasMessage("AppKit has no NSWorkspace");
    }

    @Test
    void readsBothFormsOfLsappinfo() {
        assertThat(FrontQuestions.serial("ASN:0x0-0x1d01d:\n")).contains("ASN:0x0-0x1d01d:");
        assertThat(FrontQuestions.serial("[ NULL ]\n")).isEmpty();
        assertThat(FrontQuestions.bundle(CapturedText.of("macos/lsappinfo-old").text()))
                .contains("com.mitchellh.ghostty");
        assertThat(FrontQuestions.bundle(CapturedText.of("macos/lsappinfo-new").text()))
                .contains("com.apple.Passwords");
        assertThat(FrontQuestions.bundle(CapturedText.of("macos/lsappinfo-null").text()))
                .isEmpty();
        CapturedText.of("macos/lsappinfo-old").holdsWhollyFor(FrontQuestions::bundle);
        CapturedText.of("macos/lsappinfo-new").holdsWhollyFor(FrontQuestions::bundle);
    }
}
