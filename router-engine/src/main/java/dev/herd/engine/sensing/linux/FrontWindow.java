package dev.herd.engine.sensing.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A window as `xprop` describes it. Its title is not asked for.
///
/// @param process that it is of, 0 when it does not tell
/// @param machine where that runs, empty when it does not tell
/// @param classes what its makers call it, the general name first
record FrontWindow(long process, String machine, List<String> classes, boolean fullScreen) {
    private static final Pattern ACTIVE =
            Pattern.compile("(?m)^_NET_ACTIVE_WINDOW\\(WINDOW\\): window id # 0x([0-9a-f]{1,8})\\b");
    private static final Pattern PROPERTY = Pattern.compile("(?m)^([A-Z_]+)(?:\\([A-Z0-9_]+\\)(?: =|:)|:) *(.*?)\\s*$");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    FrontWindow {
        classes = List.copyOf(classes);
    }

    /// The number of the window in front, 0 when there is none; empty when the text does not say.
    static Optional<Long> active(String text) {
        Matcher found = ACTIVE.matcher(text);
        return found.find() ? Optional.of(Long.parseLong(found.group(1), 16)) : Optional.empty();
    }

    /// Empty when the text describes no window.
    static Optional<FrontWindow> parse(String text) {
        long process = 0;
        String machine = "";
        List<String> classes = List.of();
        boolean fullScreen = false;
        boolean any = false;
        Matcher property = PROPERTY.matcher(text);
        while (property.find()) {
            any = true;
            String value = property.group(2);
            switch (property.group(1)) {
                case "_NET_WM_PID" -> process = value.matches("\\d{1,10}") ? Long.parseLong(value) : 0;
                case "WM_CLIENT_MACHINE" -> machine = String.join("", quoted(value));
                case "WM_CLASS" -> classes = quoted(value).reversed();
                case "_NET_WM_STATE" ->
                    fullScreen = List.of(value.split(",\\s*")).contains("_NET_WM_STATE_FULLSCREEN");
                default -> {
                    // Nothing else was asked for.
                }
            }
        }
        return any ? Optional.of(new FrontWindow(process, machine, classes, fullScreen)) : Optional.empty();
    }

    private static List<String> quoted(String value) {
        List<String> words = new ArrayList<>();
        Matcher word = QUOTED.matcher(value);
        while (word.find()) {
            words.add(word.group(1));
        }
        return words;
    }
}
