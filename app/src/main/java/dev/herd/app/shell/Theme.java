package dev.herd.app.shell;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/// Light or dark, as the system has it or as somebody chose. For the toolkit's thread.
public final class Theme {
    private static final String RESOURCES = "/dev/herd/app/";
    private static final List<String> FONTS = List.of("HerdSans-Regular.otf", "HerdSans-Bold.otf");

    private Theme() {}

    /// Who decides.
    public enum Appearance {
        /// The system, now and whenever it changes its mind.
        SYSTEM,
        LIGHT,
        DARK
    }

    /// Dresses every window of this process.
    public static void wear(Appearance appearance) {
        FONTS.forEach(Theme::load);
        switch (appearance) {
            case LIGHT -> dress(ColorScheme.LIGHT);
            case DARK -> dress(ColorScheme.DARK);
            case SYSTEM -> Platform.getPreferences().colorSchemeProperty().subscribe(Theme::dress);
        }
    }

    private static void dress(ColorScheme scheme) {
        Application.setUserAgentStylesheet(
                scheme == ColorScheme.DARK
                        ? new PrimerDark().getUserAgentStylesheet()
                        : new PrimerLight().getUserAgentStylesheet());
    }

    /// Tells the system how to paint the frame that it draws around a scene.
    static void frame(Scene scene, Appearance appearance) {
        switch (appearance) {
            case LIGHT -> scene.getPreferences().setColorScheme(ColorScheme.LIGHT);
            case DARK -> scene.getPreferences().setColorScheme(ColorScheme.DARK);
            case SYSTEM -> {}
        }
    }

    private static void load(String name) {
        try (InputStream font = Theme.class.getResourceAsStream(RESOURCES + "fonts/" + name)) {
            Font.loadFont(Objects.requireNonNull(font, name), 13);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// The styles of the frame and of those pages that have their own.
    static List<String> stylesheets(List<String> pages) {
        return Stream.concat(Stream.of("herd"), pages.stream())
                .map(name -> Theme.class.getResource(RESOURCES + name + ".css"))
                .filter(Objects::nonNull)
                .map(URL::toExternalForm)
                .toList();
    }
}
