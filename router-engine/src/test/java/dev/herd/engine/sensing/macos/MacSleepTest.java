package dev.herd.engine.sensing.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.sensing.Sleep;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.NativeMock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MacSleepTest {
    private static final int CAN_SLEEP = 0xE0000270;
    private static final int WILL_SLEEP = 0xE0000280;
    private static final int WILL_NOT_SLEEP = 0xE0000290;
    private static final int HAS_POWERED_ON = 0xE0000300;

    private static final Executor THREADS = task -> Thread.ofPlatform().daemon().start(task);

    private final List<String> heard = new CopyOnWriteArrayList<>();
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
        heard.clear();
    }

    /// Else a loop that is told to stop would count its end in the next test.
    @AfterEach
    void isQuiet() {
        Await.until("its thread has ended", () -> count("loop.runs") == 0);
    }

    private MacSleep sleep(List<String> command) {
        return new MacSleep(mac.libraries(), THREADS, command);
    }

    private MacSleep watched(Runnable beforeSleep) throws IOException {
        MacSleep sleep = sleep(List.of("/bin/false"));
        sleep.watch(new Sleep.Watcher() {
            @Override
            public void fallsAsleep() {
                heard.add("asleep, answered " + count("answered.2222"));
                beforeSleep.run();
            }

            @Override
            public void wokeUp() {
                heard.add("awake");
            }
        });
        return sleep;
    }

    private long count(String key) {
        try {
            return answers.get(key);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void post(int message, long argument) throws IOException {
        long before = count("delivered");
        answers.call("mock_post", message, argument);
        Await.until("the message arrived", () -> count("delivered") > before);
    }

    @Test
    void answersEachMessageAfterItsWatcher() throws IOException {
        try (MacSleep _ = watched(() -> {})) {
            post(CAN_SLEEP, 1111);
            assertThat(count("answered.1111")).isEqualTo(1);
            assertThat(heard).isEmpty();

            post(WILL_SLEEP, 2222);
            assertThat(heard).containsExactly("asleep, answered 0");
            assertThat(count("answered.2222")).isEqualTo(1);

            post(HAS_POWERED_ON, 0);
            Await.until("it hears of waking", () -> heard.contains("awake"));
            assertThat(count("answered.0")).as("takes no answer").isZero();
        }
    }

    @Test
    void answersWhenItsWatcherFails() throws IOException {
        Runnable broken = () -> {
            throw new IllegalStateException("on purpose");
        };
        try (MacSleep _ = watched(broken)) {
            post(WILL_SLEEP, 2222);

            assertThat(count("answered.2222")).isEqualTo(1);
            assertThat(count("answered.wrongly")).isZero();
        }
    }

    @Test
    void undoesWhatWasDoneForASleepThatIsCalledOff() throws IOException {
        try (MacSleep _ = watched(() -> {})) {
            post(CAN_SLEEP, 1111);
            post(WILL_NOT_SLEEP, 0);
            assertThat(heard).as("nothing was done").isEmpty();

            post(WILL_SLEEP, 2222);
            post(WILL_NOT_SLEEP, 0);
            Await.until("it hears of waking", () -> heard.contains("awake"));
        }
    }

    @Test
    void endsWhatItBegan() throws IOException {
        MacSleep sleep = watched(() -> {});
        Await.until("it listens", () -> count("loop.runs") == 1);
        assertThat(count("loop.sources")).isEqualTo(1);
        assertThat(count("loop.misused")).isZero();
        assertThat(count("power.registered")).isEqualTo(1);

        sleep.close();
        sleep.close();

        Await.until("its thread ends", () -> count("loop.runs") == 0);
        assertThat(count("power.registered")).isZero();
        assertThat(count("power.destroyed")).isEqualTo(1);
        assertThat(count("power.closed")).isEqualTo(1);
    }

    @Test
    void saysThatItIsNotTold() throws IOException {
        answers.set("power.refused", 1);

        assertThatThrownBy(() -> watched(() -> {})).hasMessage("IORegisterForSystemPower gives no port");
    }

    @Test
    void holdsAnAssertionForAsLongAsItIsWanted() throws IOException {
        MacSleep sleep = sleep(List.of("/bin/false"));
        Sleep.Hold hold = sleep.stayAwake("Herd: serving a job" + "x".repeat(200));
        assertThat(count("awake.live")).isEqualTo(1);
        assertThat(answers.text("awake.reason"))
                .startsWith("Herd: serving a job")
                .hasSize(128);

        hold.close();
        hold.close();

        assertThat(count("awake.live")).isZero();
        assertThat(count("cf.live")).isZero();
    }

    @Test
    void runsACommandWhereTheAssertionIsRefused() throws IOException {
        answers.set("awake.status", -536870208);
        List<String> command = List.of("/bin/sleep", "60");

        Sleep.Hold hold = sleep(command).stayAwake("Herd: serving a job");
        ProcessHandle holding = ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").endsWith("sleep 60"))
                .findFirst()
                .orElseThrow();
        assertThat(holding.isAlive()).isTrue();
        hold.close();

        Await.until("the command ends", () -> !holding.isAlive());
        assertThatThrownBy(() -> sleep(List.of("/nowhere/caffeinate")).stayAwake("x"))
                .isInstanceOf(IOException.class);
    }
}
