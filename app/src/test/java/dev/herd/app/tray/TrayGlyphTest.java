package dev.herd.app.tray;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrayGlyphTest {
    /// Pixels by how much ink they have, in eighths.
    private static String coverage(TrayState state, int pixels) {
        BufferedImage image = TrayGlyph.draw(state, pixels, Color.BLACK);
        var text = new StringBuilder();
        IntStream.range(0, pixels * pixels)
                .map(i -> (image.getRGB(i % pixels, i / pixels) >>> 24) / 32)
                .forEach(text::append);
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 22, 24, 44})
    void everyStateHasAShapeOfItsOwnInEverySize(int pixels) {
        Set<String> shapes = new HashSet<>();
        Arrays.stream(TrayState.values()).forEach(state -> shapes.add(coverage(state, pixels)));

        assertThat(shapes).hasSize(TrayState.values().length);
    }

    @ParameterizedTest
    @EnumSource
    void noShapeIsCutOff(TrayState state) {
        Rectangle2D bounds = TrayGlyph.shape(state).getBounds2D();

        assertThat(new Rectangle2D.Double(0, 0, 16, 16).contains(bounds)).isTrue();
        assertThat(bounds.getHeight()).isGreaterThan(9);
    }

    @Test
    void paintsWithTheInkAlone() {
        BufferedImage image = TrayGlyph.draw(TrayState.SERVING, 32, Color.BLACK);

        assertThat(IntStream.range(0, 32 * 32).map(i -> image.getRGB(i % 32, i / 32) & 0xff_ff_ff))
                .containsOnly(0);
    }
}
