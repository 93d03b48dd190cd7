package dev.herd.app.fleet;

import dev.herd.app.controls.StackedBar;
import dev.herd.app.controls.StatePill;
import java.util.ArrayList;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// Which shape and which tone stand for what.
final class Looks {
    static final PseudoClass HOT = PseudoClass.getPseudoClass("hot");

    private Looks() {}

    static Ikon shape(Condition condition) {
        return switch (condition) {
            case SERVING -> Feather.PLAY;
            case IDLE -> Feather.CIRCLE;
            case FULL -> Feather.BAR_CHART_2;
            case STARTING, LOOKING -> Feather.LOADER;
            case SILENT -> Feather.ALERT_TRIANGLE;
            case DOWN -> Feather.SLASH;
            case PAUSED -> Feather.PAUSE;
            case MEETING -> Feather.VIDEO;
            case HOT -> Feather.THERMOMETER;
            case ASLEEP -> Feather.MOON;
            case DRAINING -> Feather.ARROW_DOWN;
            case DRAINED -> Feather.CHECK;
            case BARE -> Feather.MINUS_CIRCLE;
        };
    }

    static StatePill.Tone tone(Condition condition) {
        return switch (condition) {
            case SERVING -> StatePill.Tone.WORK;
            case IDLE, BARE, LOOKING -> StatePill.Tone.IDLE;
            case FULL, STARTING, HOT -> StatePill.Tone.CAUTION;
            case SILENT, DOWN -> StatePill.Tone.FAULT;
            case PAUSED, MEETING, ASLEEP, DRAINING, DRAINED -> StatePill.Tone.CALM;
        };
    }

    static StatePill.Tone tone(Notice notice) {
        return switch (notice.tone()) {
            case CALM -> StatePill.Tone.CALM;
            case CAUTION -> StatePill.Tone.CAUTION;
            case FAULT -> StatePill.Tone.FAULT;
        };
    }

    /// The style class of a model's colour.
    static String hue(int number) {
        return "hue-" + number;
    }

    /// A machine's memory as parts of a bar.
    static List<StackedBar.Part> parts(MemoryLine line) {
        List<StackedBar.Part> parts = new ArrayList<>();
        line.models().forEach(part -> parts.add(new StackedBar.Part(hue(part.hue()), (double) part.bytes())));
        parts.add(new StackedBar.Part("others", (double) line.others()));
        return parts;
    }

    static Label label(String... styles) {
        Label label = new Label();
        label.getStyleClass().addAll(styles);
        label.setAccessibleRole(AccessibleRole.TEXT);
        return label;
    }
}
