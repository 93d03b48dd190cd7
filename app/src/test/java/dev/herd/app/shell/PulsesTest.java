package dev.herd.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Toolkit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.animation.AnimationTimer;
import javafx.scene.Group;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PulsesTest {
    static {
        Toolkit.start();
    }

    private final Stage stage = Toolkit.on(PulsesTest::stage);
    private final Pulses pulses = Toolkit.on(() -> Pulses.ofToolkit().orElseThrow());

    private static Stage stage() {
        var stage = new Stage();
        stage.setScene(new Scene(new Group(), 100, 100));
        return stage;
    }

    @AfterEach
    void close() {
        Toolkit.run(() -> stage.hide());
    }

    private static void awaitPulses() throws InterruptedException {
        var seen = new CountDownLatch(3);
        var counter = new AnimationTimer() {
            @Override
            public void handle(long now) {
                seen.countDown();
            }
        };
        Toolkit.run(counter::start);
        assertThat(seen.await(20, TimeUnit.SECONDS)).as("pulses").isTrue();
        Toolkit.run(counter::stop);
    }

    @Test
    void restWhileNoWindowIsShownAndResumeWithTheNext() throws InterruptedException {
        Toolkit.run(pulses::follow);
        Toolkit.run(stage::show);
        awaitPulses();
        Toolkit.run(() -> {
            stage.hide();
            assertThat(pulses.resting()).isTrue();
        });

        Toolkit.run(() -> {
            stage.show();
            assertThat(pulses.resting()).isFalse();
        });
        awaitPulses();
    }
}
