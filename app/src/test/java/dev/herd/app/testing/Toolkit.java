package dev.herd.app.testing;

import dev.herd.app.shell.Theme;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;

/// The toolkit of a test's process.
public final class Toolkit {
    private static final long PATIENCE_SECONDS = 30;

    private Toolkit() {}

    /// Starts it, where no test has done so before.
    public static void start() {
        var started = new CompletableFuture<Boolean>();
        try {
            Platform.startup(() -> started.complete(true));
        } catch (IllegalStateException earlier) {
            Platform.runLater(() -> started.complete(true));
        }
        join(started);
        Platform.setImplicitExit(false);
    }

    /// Runs something on the toolkit's thread and brings what it returns or throws.
    public static <T> T on(Callable<T> task) {
        var result = new CompletableFuture<T>();
        Runnable run = () -> {
            try {
                result.complete(task.call());
            } catch (Exception | AssertionError failed) {
                result.completeExceptionally(failed);
            }
        };
        if (Platform.isFxApplicationThread()) {
            run.run();
        } else {
            Platform.runLater(run);
        }
        return join(result);
    }

    /// Runs something on the toolkit's thread.
    public static void run(Runnable task) {
        on(() -> {
            task.run();
            return true;
        });
    }

    private static <T> T join(CompletableFuture<T> result) {
        try {
            return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException stuck) {
            throw new AssertionError("the toolkit does not answer", stuck);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof AssertionError said
                    ? said
                    : new AssertionError(String.valueOf(failed.getCause()), failed);
        }
    }

    /// A picture of a scene, which need not be on any screen.
    public static void picture(Scene scene, Theme.Appearance appearance, Path file) {
        BufferedImage image = on(() -> {
            Theme.wear(appearance);
            scene.getRoot().applyCss();
            scene.getRoot().layout();
            WritableImage taken = scene.snapshot(null);
            int width = (int) taken.getWidth();
            int height = (int) taken.getHeight();
            int[] pixels = new int[width * height];
            taken.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
            return Palette.reduced(width, height, pixels);
        });
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
