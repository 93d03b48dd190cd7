package dev.herd.app.fleet;

import dev.herd.app.controls.StatePill;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/// Why a machine does not serve as it could, with the button that ends it. Takes no room when there is nothing to say.
final class NoticeRow extends HBox {
    private final Text title = new Text();
    private final Text text = new Text();
    private final Button way = new Button();
    private @Nullable Notice shown;

    NoticeRow(Runnable resume) {
        getStyleClass().add("notice");
        setFillHeight(false);
        title.getStyleClass().add("notice-title");
        text.getStyleClass().add("notice-text");
        TextFlow words = new TextFlow(title, text);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        way.getStyleClass().add("notice-way");
        way.setMinWidth(USE_PREF_SIZE);
        way.setOnAction(event -> resume.run());
        getChildren().addAll(words, way);
        setVisible(false);
        setManaged(false);
    }

    void show(@Nullable Notice notice, String machine) {
        if (notice == null) {
            setVisible(false);
            setManaged(false);
        } else if (!notice.equals(shown)) {
            for (StatePill.Tone tone : StatePill.Tone.values()) {
                getStyleClass().remove(tone.styleClass());
            }
            getStyleClass().add(Looks.tone(notice).styleClass());
            title.setText(notice.title());
            text.setText("  " + notice.text());
            way.setText(notice.way());
            way.setAccessibleText(notice.way() + ", " + machine);
            way.setVisible(!notice.way().isEmpty());
            way.setManaged(!notice.way().isEmpty());
            setVisible(true);
            setManaged(true);
        }
        shown = notice;
    }
}
