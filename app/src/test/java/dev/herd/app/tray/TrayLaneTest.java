package dev.herd.app.tray;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrayLaneTest {
    private final RecordingTray tray = new RecordingTray();
    private final TrayLane lane = new TrayLane();

    private static final class RecordingTray implements TrayPort {
        private final List<String> shown = new ArrayList<>();

        @Override
        public void show(TrayMenu menu) {
            shown.add(menu.header());
        }

        @Override
        public void close() {
            shown.add("closed");
        }
    }

    @Test
    void touchesTheTrayOnChangeOnly() {
        lane.open(tray);
        lane.show(TrayMenu.broken("a"));
        lane.show(TrayMenu.broken("a"));
        lane.show(TrayMenu.broken("b"));

        assertThat(tray.shown).containsExactly("Starting", "a", "b");
    }

    @Test
    void showsTheNewestInATrayThatOpensLate() {
        lane.show(TrayMenu.broken("a"));
        lane.show(TrayMenu.broken("b"));
        lane.open(tray);

        assertThat(tray.shown).containsExactly("b");
    }

    @Test
    void leavesAClosedTrayAlone() {
        lane.open(tray);
        lane.close();
        lane.show(TrayMenu.broken("a"));
        lane.close();

        assertThat(tray.shown).containsExactly("Starting", "closed");
    }
}
