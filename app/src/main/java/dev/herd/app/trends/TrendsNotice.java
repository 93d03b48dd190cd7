package dev.herd.app.trends;

import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What stands in place of the charts while there is nothing to draw, and above them when no more can be read.
final class TrendsNotice extends VBox {
    private static final String UNREADABLE = "the history cannot be read: ";
    private static final String UNAVAILABLE = "the history is not available";
    private static final String BROKEN = "The trends cannot be read";

    private final FontIcon icon = new FontIcon(Feather.ACTIVITY);
    private final Label title = new Label();
    private final Label detail = new Label();
    private final Button retry = new Button("Try again");
    private final Label bannerText = new Label();
    private final HBox banner;

    /// @param again reads once more
    TrendsNotice(Runnable again) {
        super(12);
        setId("trend-notice");
        getStyleClass().add("trend-notice");
        setAlignment(Pos.CENTER);
        icon.getStyleClass().add("trend-notice-icon");
        title.setId("trend-notice-title");
        title.getStyleClass().add("trend-notice-title");
        detail.getStyleClass().add("quiet");
        detail.setWrapText(true);
        detail.setMaxWidth(620);
        detail.setAlignment(Pos.CENTER);
        retry.setId("trend-retry");
        retry.setOnAction(event -> again.run());
        getChildren().addAll(icon, title, detail, retry);
        var more = new Button("Try again");
        more.setOnAction(event -> again.run());
        bannerText.setWrapText(true);
        bannerText.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(bannerText, Priority.ALWAYS);
        banner = new HBox(8, bannerText, more);
        banner.setId("trend-banner");
        banner.getStyleClass().add("trend-banner");
        banner.setAlignment(Pos.CENTER_LEFT);
        reading();
    }

    /// The line above the charts, there only when it is needed.
    HBox banner() {
        return banner;
    }

    void reading() {
        say("Reading the trends…", "", false);
        banner("");
    }

    void notBegun() {
        say(
                "Trends begin when Herd has run for a minute",
                "Heat, memory, load and work of every machine are then drawn here, and kept for two years.",
                false);
        banner("");
    }

    void read() {
        banner("");
    }

    void failed(String reason) {
        String why = because(reason);
        say(BROKEN, why.substring(0, 1).toUpperCase(Locale.ROOT) + why.substring(1) + ".", true);
        banner(BROKEN + ": " + why);
    }

    /// Why, without saying again what cannot be read.
    private static String because(String reason) {
        if (reason.equals(UNAVAILABLE) || reason.isBlank()) {
            return "Herd goes on serving and tries again by itself";
        }
        return reason.startsWith(UNREADABLE) ? reason.substring(UNREADABLE.length()) : reason;
    }

    private void say(String what, String about, boolean again) {
        title.setText(what);
        detail.setText(about);
        for (var part : new Node[] {detail, retry}) {
            boolean there = part.equals(retry) ? again : !about.isEmpty();
            part.setVisible(there);
            part.setManaged(there);
        }
    }

    private void banner(String words) {
        bannerText.setText(words);
        banner.setVisible(!words.isEmpty());
        banner.setManaged(!words.isEmpty());
    }
}
