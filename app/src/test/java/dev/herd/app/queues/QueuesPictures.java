package dev.herd.app.queues;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.herd.app.testing.FakeEngine;
import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.Requests;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.RequestTrace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// Takes pictures of the tab to look at.
class QueuesPictures {
    private static final Path DIRECTORY = Path.of("target", "pictures", "queues");

    @BeforeAll
    static void startTheToolkit() throws Exception {
        FxToolkit.registerPrimaryStage();
        Files.createDirectories(DIRECTORY);
        for (String font : List.of("Regular", "Bold")) {
            var file = QueuesPictures.class.getResourceAsStream("/dev/herd/app/fonts/HerdSans-" + font + ".otf");
            if (file != null) {
                javafx.scene.text.Font.loadFont(file, 13);
            }
        }
    }

    /// What a picture shows.
    private record Shot(
            String name,
            EngineSnapshot moment,
            int rows,
            @Nullable String broken,
            @Nullable RequestTrace chosen) {}

    @Test
    void picturesAreTaken() throws Exception {
        EngineSnapshot busy = QueueMoments.busy();
        RequestTrace live = busy.live().getFirst();
        List<Shot> shots = List.of(
                new Shot("empty", Fleets.empty(), 0, null, null),
                new Shot("busy", busy, 400, null, QueueMoments.served()),
                new Shot("none-chosen", busy, 100_000, null, null),
                new Shot("broken", busy, 0, "the database is locked by another program", null),
                new Shot("quiet", QueueMoments.quiet(), 0, null, null),
                new Shot("crowd", QueueMoments.crowd(60).now(), 100_000, null, null),
                new Shot("live", busy, 400, null, live),
                new Shot("waiting", busy, 400, null, busy.live().getLast()),
                new Shot("retried", busy, 400, null, QueueMoments.retried()),
                new Shot("refused", busy, 400, null, QueueMoments.refused()),
                new Shot("long", QueueMoments.lengthy(), 400, null, QueueMoments.lengthyStory()),
                new Shot("ask", busy, 400, null, live));
        for (Shot shot : shots) {
            for (boolean dark : new boolean[] {false, true}) {
                take(shot, dark, 960, 478);
                take(shot, dark, 1440, 778);
            }
        }
        take(shots.get(1), false, 1200, 678);
    }

    /// The page's part of a window, which is what the frame leaves of it.
    private static void take(Shot shot, boolean dark, int width, int height) throws Exception {
        FakeEngine engine = new FakeEngine(shot.moment()).remembers(Requests.history(shot.rows()));
        if (shot.broken() != null) {
            engine.historyBreaks(shot.broken());
        }
        RequestTrace chosen = shot.chosen();
        if (chosen != null) {
            engine.knows(chosen);
        }
        WritableImage image = WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
            Application.setUserAgentStylesheet((dark ? new PrimerDark() : new PrimerLight()).getUserAgentStylesheet());
            QueueActions actions = new QueueActions(engine);
            QueuesPage page = new QueuesPage(actions, ZoneOffset.UTC);
            StackPane root = new StackPane(page.view());
            Scene scene = new Scene(root, width, height);
            for (String sheet : List.of("herd", "queues")) {
                URL url = QueuesPictures.class.getResource("/dev/herd/app/" + sheet + ".css");
                if (url != null) {
                    scene.getStylesheets().add(url.toExternalForm());
                }
            }
            ((Region) page.view()).setPrefSize(width, height);
            Runnable settle = () -> {
                page.show(shot.moment());
                actions.answer();
                root.applyCss();
                root.layout();
            };
            settle.run();
            settle.run();
            if (chosen != null) {
                page.choose(chosen.id());
                page.openInspector();
            }
            settle.run();
            settle.run();
            if (shot.name().equals("ask")) {
                ((Button) scene.lookup(".cancel-button")).fire();
                settle.run();
            }
            return scene.snapshot(null);
        });
        String name = "%s-%s-%d.png".formatted(shot.name(), dark ? "dark" : "light", width);
        write(image, DIRECTORY.resolve(name));
    }

    private static void write(WritableImage image, Path file) throws IOException {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                copy.setRGB(x, y, image.getPixelReader().getArgb(x, y));
            }
        }
        ImageIO.write(copy, "png", file.toFile());
    }
}
