package dev.herd.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, '', '', false",
        "Linux, ' ', '', false",
        "Linux, ':0', '', true",
        "Linux, '', Headless, true",
        "Mac OS X, '', '', true",
        "Windows 11, '', '', true"
    })
    void isThereWhereAWindowCanBeShown(String os, String display, String platform, boolean there) {
        var properties = new Properties();
        properties.setProperty("os.name", os);
        properties.setProperty("glass.platform", platform);

        assertThat(Display.isThere(properties, Map.of("DISPLAY", display))).isEqualTo(there);
    }
}
