package dev.herd.app.trends;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngTest {
    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        int[] pixels =
                new Random(1).ints(37 * 11).map(pixel -> pixel & 0xffffff).toArray();

        BufferedImage image = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(Png.of(37, 11, pixels))));

        assertThat(image.getWidth()).isEqualTo(37);
        for (int i = 0; i < pixels.length; i++) {
            assertThat(image.getRGB(i % 37, i / 37) & 0xffffff).isEqualTo(pixels[i]);
        }
    }
}
