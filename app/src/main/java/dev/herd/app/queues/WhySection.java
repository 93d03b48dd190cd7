package dev.herd.app.queues;

import dev.herd.app.controls.CostBars;
import dev.herd.app.text.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.text.TextAlignment;

/// Why there: what each place would have cost on one scale, and who could not take it.
final class WhySection extends Section {
    private static final String SAVED = "span-saved";

    private final CostBars bars = new CostBars();
    private final Label more = new Label();
    private final GridPane reasons = new GridPane();
    private final FlowPane legend = new FlowPane(12, 4);
    private List<Why.Reason> shownReasons = List.of();
    private List<String> shownLegend = List.of();

    WhySection() {
        more.getStyleClass().add("quiet");
        reasons.setHgap(12);
        reasons.setVgap(8);
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(USE_PREF_SIZE);
        names.setMaxWidth(170);
        ColumnConstraints words = new ColumnConstraints();
        words.setHgrow(Priority.ALWAYS);
        reasons.getColumnConstraints().addAll(names, words);
        getChildren().addAll(bars, more, reasons, legend);
    }

    /// @param cached in words how much of the prompt was cached, empty when nothing is known
    void show(Optional<Why> why, String cached) {
        shown(this, why.isPresent());
        why.ifPresent(known -> fill(known, cached));
    }

    private void fill(Why why, String cached) {
        head(why.title(), why.predicted());
        bars.show(why.costs().stream().map(WhySection::bar).toList());
        shown(bars, !why.costs().isEmpty());
        more.setText(why.more());
        shown(more, !why.more().isEmpty());
        List<Why.Reason> all = new ArrayList<>(why.lost());
        all.addAll(why.barred());
        if (!all.equals(shownReasons)) {
            shownReasons = all;
            fillReasons();
        }
        shown(reasons, !shownReasons.isEmpty());
        List<String> terms = terms(why, cached);
        if (!terms.equals(shownLegend)) {
            shownLegend = terms;
            legend.getChildren().setAll(legend(why, cached));
        }
        shown(legend, !terms.isEmpty());
    }

    /// What a cached prefix saves is taken off the work and drawn behind it as a gap with an outline.
    private static CostBars.Bar bar(Why.Cost cost) {
        List<CostBars.Part> parts = new ArrayList<>();
        double saved = cost.saved();
        for (Why.Part part : cost.parts()) {
            boolean work = part.term() == Why.Term.SERVICE;
            double ghost = work ? Math.min(saved, part.seconds()) : 0;
            if (part.seconds() - ghost > 0) {
                parts.add(new CostBars.Part(style(part.term()), part.seconds() - ghost));
            }
            if (ghost > 0) {
                parts.add(new CostBars.Part(SAVED, ghost));
            }
        }
        return new CostBars.Bar(cost.name(), Units.seconds(cost.total()), cost.chosen(), parts);
    }

    private static String style(Why.Term term) {
        return "span-" + term.name().toLowerCase(Locale.ROOT);
    }

    private void fillReasons() {
        reasons.getChildren().clear();
        for (int i = 0; i < shownReasons.size(); i++) {
            Label names = new Label(shownReasons.get(i).names());
            names.setWrapText(true);
            names.setMinHeight(Region.USE_PREF_SIZE);
            Label reason = new Label(shownReasons.get(i).words());
            reason.setWrapText(true);
            reason.setMinHeight(Region.USE_PREF_SIZE);
            reason.setMaxWidth(Double.MAX_VALUE);
            reason.setAlignment(Pos.TOP_RIGHT);
            reason.setTextAlignment(TextAlignment.RIGHT);
            reason.getStyleClass().addAll("quiet", "barred-reason");
            reasons.addRow(i, names, reason);
        }
    }

    private static List<Why.Term> present(Why why) {
        return List.of(Why.Term.values()).stream()
                .filter(term -> why.costs().stream()
                        .flatMap(cost -> cost.parts().stream())
                        .anyMatch(part -> part.term() == term))
                .toList();
    }

    private static List<String> terms(Why why, String cached) {
        List<String> words = new ArrayList<>();
        present(why).forEach(term -> words.add(term.words() + (term == Why.Term.SERVICE ? cached : "")));
        if (why.costs().stream().anyMatch(cost -> cost.saved() > 0)) {
            words.add("saved by what is cached");
        }
        return words;
    }

    private static List<Node> legend(Why why, String cached) {
        List<String> words = terms(why, cached);
        List<Why.Term> present = present(why);
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            Region swatch = new Region();
            swatch.getStyleClass().addAll("swatch", i < present.size() ? style(present.get(i)) : SAVED);
            Label label = new Label(words.get(i), swatch);
            label.getStyleClass().add("legend");
            nodes.add(label);
        }
        return nodes;
    }
}
