package dev.herd.app.tray;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.PathIterator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The shapes of the tray's icon stand in `icons/tray` too, for documents and those who draw; the property
/// `icons.update` makes them anew.
class TrayFilesTest {
    private static final Path DIRECTORY = Path.of("..", "icons", "tray");

    @ParameterizedTest
    @EnumSource
    void theFileShowsWhatTheTrayDraws(TrayState state) throws IOException {
        Path file = DIRECTORY.resolve(state.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".svg");
        String wanted = svg(state);
        if (System.getProperty("icons.update") != null) {
            Files.createDirectories(DIRECTORY);
            Files.writeString(file, wanted);
        }

        assertThat(file).hasContent(wanted);
    }

    private static String svg(TrayState state) {
        var path = new StringBuilder();
        double[] at = new double[6];
        for (PathIterator i = TrayGlyph.shape(state).getPathIterator(null); !i.isDone(); i.next()) {
            switch (i.currentSegment(at)) {
                case PathIterator.SEG_MOVETO -> step(path, "M", at, 2);
                case PathIterator.SEG_LINETO -> step(path, "L", at, 2);
                case PathIterator.SEG_QUADTO -> step(path, "Q", at, 4);
                case PathIterator.SEG_CUBICTO -> step(path, "C", at, 6);
                default -> path.append('Z');
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\">\n  <path fill-rule=\"evenodd\" d=\""
                + path + "\"/>\n</svg>\n";
    }

    private static void step(StringBuilder path, String letter, double[] at, int count) {
        path.append(letter);
        for (int i = 0; i < count; i++) {
            // Adding 0 turns the negative zero into the other one.
            path.append(i == 0 ? "" : " ")
                    .append(String.format(Locale.ROOT, "%.2f", Math.round(at[i] * 100) / 100.0 + 0.0));
        }
    }
}
