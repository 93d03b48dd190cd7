package dev.herd.app.queues;

import java.util.List;
import java.util.Locale;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// What stands where there are no rows, and above them when no more can be read.
final class HistoryNotice extends VBox {
    /// Reading that takes less is not worth a word.
    private static final Duration WORTH_A_WORD = Duration.millis(300);

    private static final List<String> UNREADABLE =
            List.of("the history cannot be read: ", "the history is not available: ");

    private static final String UNAVAILABLE = "the history is not available";

    private final Label title = new Label();
    private final Label detail = new Label();
    private final Button button = new Button();
    private final Label bannerText = new Label();
    private final HBox banner;
    private final PauseTransition slow = new PauseTransition(WORTH_A_WORD);
    private final Runnable again;
    private final Runnable all;

    /// @param again reads once more
    /// @param all takes every filter away
    HistoryNotice(Runnable again, Runnable all) {
        super(8);
        this.again = again;
        this.all = all;
        setId("history-notice");
        setAlignment(Pos.CENTER);
        getStyleClass().add("notice");
        title.getStyleClass().add("notice-title");
        detail.getStyleClass().add("quiet");
        detail.setWrapText(true);
        button.setId("history-notice-button");
        button.getStyleClass().add("small");
        getChildren().addAll(title, detail, button);
        Button retry = new Button("Try again");
        retry.getStyleClass().add("small");
        retry.setOnAction(event -> again.run());
        bannerText.setWrapText(true);
        HBox.setHgrow(bannerText, Priority.ALWAYS);
        bannerText.setMaxWidth(Double.MAX_VALUE);
        banner = new HBox(8, bannerText, retry);
        banner.getStyleClass().add("banner");
        banner.setAlignment(Pos.CENTER_LEFT);
        hideBanner();
        say("", "");
        slow.setOnFinished(event -> say("Reading the history…", ""));
    }

    /// The line above the rows, there only when it is needed.
    HBox banner() {
        return banner;
    }

    void reading() {
        say("", "");
        slow.playFromStart();
    }

    /// It was read; the words are seen when there was no row.
    void read(HistoryFilter filter) {
        slow.stop();
        hideBanner();
        if (filter.isNarrow()) {
            say("No request matches", "", "Clear the filters", all);
        } else if (filter.span() == HistoryFilter.Span.ALL) {
            say("Nothing remembered yet", "Requests are listed here once they have ended.");
        } else {
            say("No request " + filter.span().words(), "", "Show all", all);
        }
    }

    /// Why, without saying again what cannot be read.
    static String because(String reason) {
        if (reason.equals(UNAVAILABLE)) {
            return "Herd goes on serving and tries again by itself";
        }
        return UNREADABLE.stream()
                .filter(reason::startsWith)
                .findFirst()
                .map(start -> reason.substring(start.length()))
                .orElse(reason);
    }

    private static String sentence(String words) {
        return words.isEmpty() ? "" : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
    }

    /// @param reason in words
    /// @param empty whether there are no rows that could still be shown
    void failed(String reason, boolean empty) {
        slow.stop();
        String words = "The history cannot be read";
        say(words, sentence(because(reason)), "Try again", again);
        bannerText.setText(words + ": " + because(reason));
        banner.setVisible(!empty);
        banner.setManaged(!empty);
    }

    private void hideBanner() {
        banner.setVisible(false);
        banner.setManaged(false);
    }

    private void say(String what, String about) {
        say(what, about, "", () -> {});
    }

    private void say(String what, String about, String way, Runnable out) {
        title.setText(what);
        detail.setText(about);
        detail.setVisible(!about.isEmpty());
        detail.setManaged(!about.isEmpty());
        button.setText(way);
        button.setOnAction(event -> out.run());
        button.setVisible(!way.isEmpty());
        button.setManaged(!way.isEmpty());
    }
}
