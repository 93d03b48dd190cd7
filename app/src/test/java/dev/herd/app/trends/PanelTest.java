package dev.herd.app.trends;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PanelTest {
    @Test
    void figuresHaveTheirUnits() {
        assertThat(Panel.HEAT.text(61.4)).isEqualTo("61 °C");
        assertThat(Panel.PROCESSOR.text(0.255)).isEqualTo("26 %");
        assertThat(Panel.PRESSURE.text(1.2)).isEqualTo("warn");
        assertThat(Panel.HEAT_LEVEL.text(9)).isEqualTo("critical");
        assertThat(Panel.RUNNING.text(3)).isEqualTo("3");
        assertThat(Panel.RUNNING.text(0.4)).isEqualTo("0.4");
        assertThat(Panel.TOKENS.text(41.6)).isEqualTo("42");
    }

    @Test
    void aScaleHasRoomForWhatThereIs() {
        assertThat(Panel.RUNNING.scale().reaching(0, 3)).isEqualTo(Panel.RUNNING.scale());
        assertThat(Panel.RUNNING.scale().reaching(0, 5).ceiling()).isEqualTo(10);
        assertThat(Panel.HEAT.scale().reaching(-7, 60).floor()).isEqualTo(-10);
        var random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            double most = Math.pow(10, 6 * random.nextDouble());
            Panel.Scale scale = Panel.TOKENS.scale().reaching(0, most);
            assertThat(scale.ceiling()).isBetween(most, Math.max(20, 2.6 * most));
            assertThat(scale.place(most)).isBetween(0.0, 1.0);
        }
    }
}
