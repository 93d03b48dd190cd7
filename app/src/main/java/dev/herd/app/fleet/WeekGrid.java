package dev.herd.app.fleet;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.GridPane;

/// The map of a week: a row for each day, a column for each hour. Hours of one day are picked by a click, by dragging
/// over them, or by keys: arrows move, with Shift they pick more, Home and End go to the ends of the day, Space marks
/// what is picked. For the toolkit's thread.
final class WeekGrid extends GridPane {
    private static final int HOURS_A_DAY = WeekViewModel.HOURS_A_DAY;
    private static final int LABELLED = 3;

    private final List<WeekCell> cells = new ArrayList<>();
    private final Tooltip tooltip = new Tooltip();
    private final Consumer<Hours> marked;
    private final Consumer<String> told;

    /// Where a selection begins, and the hour that has the focus; both of one day.
    private int anchor;
    private int cursor;

    /// Whether hours are picked with the mouse just now.
    private boolean picking;

    /// Hours of one day.
    ///
    /// @param from first hour, 0 to 23
    /// @param to last hour, `from` to 23
    record Hours(DayOfWeek day, int from, int to) {}

    /// @param marked hears which hours are to be marked
    /// @param told hears in words what is under the pointer or has the focus
    WeekGrid(Consumer<Hours> marked, Consumer<String> told) {
        this.marked = marked;
        this.told = told;
        setId("week-grid");
        getStyleClass().add("week-grid");
        for (int hour = 0; hour < HOURS_A_DAY; hour += LABELLED) {
            add(label(hour + ":00", "week-hour"), hour + 1, 0, LABELLED, 1);
        }
        for (DayOfWeek day : DayOfWeek.values()) {
            Label label = label(WeekViewModel.name(day).substring(0, 3), "week-day");
            setHalignment(label, HPos.LEFT);
            add(label, 0, day.getValue());
            for (int hour = 0; hour < HOURS_A_DAY; hour++) {
                add(cell(), hour + 1, day.getValue());
            }
        }
        setOnMousePressed(this::begin);
        setOnMouseDragged(this::extend);
        setOnMouseReleased(this::end);
        setOnKeyPressed(this::press);
        tooltip.getStyleClass().add("week-tooltip");
    }

    private static Label label(String text, String style) {
        Label label = Looks.label(style);
        label.setText(text);
        return label;
    }

    private WeekCell cell() {
        var cell = new WeekCell();
        cells.add(cell);
        Tooltip.install(cell, tooltip);
        cell.setOnMouseEntered(event -> {
            tooltip.setText(cell.spoken());
            told.accept(cell.spoken());
        });
        cell.setOnMouseExited(event -> told.accept(focused()));
        cell.focusedProperty().subscribe(_ -> told.accept(focused()));
        return cell;
    }

    private String focused() {
        WeekCell cell = cells.get(cursor);
        return cell.isFocused() ? cell.spoken() : "";
    }

    /// Shows 168 hours. The first time the hour that goes on gets the cursor.
    void show(List<WeekViewModel.Cell> hours) {
        boolean first = cells.getFirst().spoken().isEmpty();
        for (int i = 0; i < cells.size(); i++) {
            cells.get(i).show(hours.get(i));
            if (first && hours.get(i).now()) {
                place(i, i);
            }
        }
        if (!focused().isEmpty()) {
            told.accept(focused());
        }
    }

    /// Gives the focus to the cursor.
    void focus() {
        cells.get(cursor).requestFocus();
    }

    private void place(int from, int to) {
        anchor = from;
        cursor = to;
        for (int i = 0; i < cells.size(); i++) {
            WeekCell cell = cells.get(i);
            // The map is one stop on the way of the tabulator.
            cell.setFocusTraversable(i == cursor);
            boolean picked = anchor != cursor && i >= Math.min(anchor, cursor) && i <= Math.max(anchor, cursor);
            cell.pseudoClassStateChanged(WeekCell.PICKED, picked);
        }
    }

    private void begin(MouseEvent event) {
        for (int i = 0; i < cells.size(); i++) {
            if (event.getButton() == MouseButton.PRIMARY
                    && cells.get(i).getBoundsInParent().contains(event.getX(), event.getY())) {
                picking = true;
                place(i, i);
                focus();
                event.consume();
            }
        }
    }

    /// Picks up to the hour that is nearest to the pointer, in the same day wherever the pointer is.
    private void extend(MouseEvent event) {
        if (picking) {
            int day = anchor / HOURS_A_DAY * HOURS_A_DAY;
            int nearest = day;
            while (nearest < day + HOURS_A_DAY - 1
                    && cells.get(nearest).getBoundsInParent().getMaxX() < event.getX()) {
                nearest++;
            }
            place(anchor, nearest);
            focus();
            tell();
        }
    }

    private void end(MouseEvent event) {
        if (picking && event.getButton() == MouseButton.PRIMARY) {
            picking = false;
            mark();
        }
    }

    /// Marks what is picked; then nothing is.
    private void mark() {
        int from = Math.min(anchor, cursor);
        int to = Math.max(anchor, cursor);
        marked.accept(new Hours(DayOfWeek.of(from / HOURS_A_DAY + 1), from % HOURS_A_DAY, to % HOURS_A_DAY));
        place(cursor, cursor);
    }

    private void press(KeyEvent event) {
        int hour = cursor % HOURS_A_DAY;
        int midnight = cursor - hour;
        switch (event.getCode()) {
            case LEFT -> move(midnight + Math.max(0, hour - 1), event.isShiftDown());
            case RIGHT -> move(midnight + Math.min(HOURS_A_DAY - 1, hour + 1), event.isShiftDown());
            case HOME -> move(midnight, event.isShiftDown());
            case END -> move(midnight + HOURS_A_DAY - 1, event.isShiftDown());
            case UP -> moveToDay(cursor - HOURS_A_DAY);
            case DOWN -> moveToDay(cursor + HOURS_A_DAY);
            case SPACE -> mark();
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void move(int to, boolean picks) {
        place(picks ? anchor : to, to);
        focus();
        tell();
    }

    private void moveToDay(int to) {
        if (to >= 0 && to < cells.size()) {
            move(to, false);
        }
    }

    /// Says what the cursor stands on, or what is picked.
    private void tell() {
        int from = Math.min(anchor, cursor);
        int to = Math.max(anchor, cursor);
        told.accept(
                from == to
                        ? cells.get(cursor).spoken()
                        : "%s %d:00 to %d:00"
                                .formatted(
                                        WeekViewModel.name(DayOfWeek.of(from / HOURS_A_DAY + 1)),
                                        from % HOURS_A_DAY,
                                        to % HOURS_A_DAY + 1));
    }
}
