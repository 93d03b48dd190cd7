package dev.herd.app.trends;

import dev.herd.app.bridge.Actions;
import dev.herd.app.shell.Page;
import dev.herd.app.shell.PageLater;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.Trends;
import dev.herd.engine.fleet.NodeId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// The Trends tab: how every machine was, in small charts over one axis of time. A stretch that touches now goes on
/// with
/// the clock.
public final class TrendsPage implements Page {
    private static final PageLater.Sign SIGN = new PageLater.Sign("trends", "Trends", Feather.ACTIVITY, snapshot -> 0);
    private static final int MOST_BACK = 50;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm", Locale.ROOT);

    private final Actions actions;
    private final ZoneId zone;
    private final Places places;
    private final TrendsBar bar = new TrendsBar(new AtTheBar());
    private final Legend legend = new Legend(this::toggle);
    private final TimeStrip strip;
    private final ChartStack stack;
    private final TrendTable table;
    private final TrendsNotice notice;
    private final TrendsView view;
    private final TrendsReader reader;
    private final Deque<Span> before = new ArrayDeque<>();
    private final Set<NodeId> hidden = new HashSet<>();
    private MachineHues hues = MachineHues.NONE;
    private Instant now = Instant.EPOCH;
    private Span span = Span.last(Span.Preset.HOUR, Instant.EPOCH);
    private @Nullable Span drawn;
    private @Nullable Trends trends;
    private @Nullable TrendsViewModel model;
    private boolean asTable;

    /// @param zone whose times of day are shown
    TrendsPage(Actions actions, ZoneId zone, Places places) {
        this.actions = actions;
        this.zone = zone;
        this.places = places;
        strip = new TimeStrip(zone);
        stack = new ChartStack(zone, new AtTheCharts());
        table = new TrendTable(zone);
        notice = new TrendsNotice(this::again);
        view = new TrendsView(new TrendsView.Parts(bar, legend, strip, stack, table, notice));
        reader = new TrendsReader(actions::trends, new Answers());
        view.onRoom(this::redraw);
        view.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        bar.enable(false);
        describe();
    }

    /// @param zone whose times of day are shown
    public TrendsPage(Actions actions, ZoneId zone) {
        this(actions, zone, Places::dialog);
    }

    /// The page, made when it is wanted.
    public static Page later(Actions actions) {
        return new PageLater(SIGN, () -> new TrendsPage(actions, ZoneId.systemDefault()));
    }

    @Override
    public String id() {
        return SIGN.id();
    }

    @Override
    public String title() {
        return SIGN.title();
    }

    @Override
    public Ikon icon() {
        return SIGN.icon();
    }

    @Override
    public int badge(EngineSnapshot snapshot) {
        return 0;
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void show(EngineSnapshot moment) {
        now = moment.now();
        hues = hues.with(moment.fleet().nodes().stream().map(node -> node.id()).toList());
        span = span.at(now);
        reader.look(span, view.columns(), now);
        if (hasMoved()) {
            redraw();
        }
    }

    /// Whether the axis has gone on by a pixel since it was drawn.
    private boolean hasMoved() {
        Span last = drawn;
        if (last == null || last.preset() != span.preset()) {
            return true;
        }
        Duration pixel = span.length().dividedBy(Math.max(1, view.columns()));
        return Duration.between(last.to(), span.to()).abs().compareTo(pixel) >= 0;
    }

    private void redraw() {
        Trends known = trends;
        if (known == null) {
            return;
        }
        TrendsViewModel shown = model;
        if (shown == null) {
            hues = hues.with(known.nodes().stream().map(node -> node.node()).toList());
            shown = TrendsViewModel.of(known, hues, hidden);
            model = shown;
        }
        bar.enable(shown.hasBegun());
        if (!shown.hasBegun()) {
            notice.notBegun();
            view.face(TrendsView.Face.NOTICE);
            return;
        }
        view.face(asTable ? TrendsView.Face.TABLE : TrendsView.Face.CHARTS);
        drawn = span;
        describe();
        view.show(shown, span, now);
    }

    private void describe() {
        Span.Preset preset = span.preset();
        Duration fine = Duration.ofMinutes(1);
        String spoken = preset != null
                ? preset.spoken()
                : TimeAxis.full(span.from(), fine, zone) + " – " + TimeAxis.full(span.to(), fine, zone);
        bar.show(span, spoken, !before.isEmpty());
    }

    private void again() {
        reader.again();
        reader.look(span, view.columns(), now);
    }

    /// @param next what is shown from now on
    private void go(Span next) {
        span = next;
        drawn = null;
        reader.look(span, view.columns(), now);
        describe();
        redraw();
    }

    private void back() {
        Span last = before.pollLast();
        if (last != null) {
            go(last.at(now));
        }
    }

    private void remember() {
        before.addLast(span);
        if (before.size() > MOST_BACK) {
            before.removeFirst();
        }
    }

    private void toggle(NodeId machine) {
        if (!hidden.remove(machine)) {
            hidden.add(machine);
        }
        model = null;
        redraw();
    }

    private void pressed(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE && !before.isEmpty()) {
            back();
            event.consume();
        }
    }

    private String name() {
        return "herd-trends-" + STAMP.format(now.atZone(zone));
    }

    private @Nullable Window window() {
        return view.getScene() == null ? null : view.getScene().getWindow();
    }

    private final class Answers implements TrendsReader.Watcher {
        @Override
        public void read(Trends found) {
            trends = found;
            model = null;
            notice.read();
            redraw();
        }

        @Override
        public void failed(String reason) {
            notice.failed(reason);
            TrendsViewModel shown = model;
            if (shown == null || !shown.hasBegun()) {
                view.face(TrendsView.Face.NOTICE);
            }
        }
    }

    private final class AtTheBar implements TrendsBar.Wishes {
        @Override
        public void choose(Span.Preset preset) {
            before.clear();
            go(Span.last(preset, now));
        }

        @Override
        public void back() {
            TrendsPage.this.back();
        }

        @Override
        public void asTable(boolean wanted) {
            asTable = wanted;
            redraw();
        }

        @Override
        public void exportCsv() {
            Trends known = trends;
            if (known != null) {
                Set<NodeId> left = Set.copyOf(hidden);
                places.choose(window(), name() + ".csv", "Comma-separated values", "csv")
                        .ifPresent(file ->
                                actions.save(file, () -> Csv.of(known, left).getBytes(StandardCharsets.UTF_8)));
            }
        }

        @Override
        public void exportPng() {
            places.choose(window(), name() + ".png", "Picture", "png").ifPresent(file -> {
                Picture picture = Picture.of(strip.ground(), view.pictured());
                actions.save(file, picture::png);
            });
        }
    }

    private final class AtTheCharts implements ChartStack.Wishes {
        @Override
        public void zoom(Instant from, Instant to) {
            remember();
            go(Span.between(from, to, now));
        }

        @Override
        public void back() {
            TrendsPage.this.back();
        }

        @Override
        public void shift(int steps) {
            Span next = span.shifted(steps, now);
            if (!next.equals(span)) {
                remember();
                go(next);
            }
        }

        @Override
        public void point(@Nullable Integer step) {
            strip.point(step);
        }
    }
}
