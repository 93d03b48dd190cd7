package dev.herd.app.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the window is to look like at the next start.
///
/// @param area where it stood; empty at the first start
/// @param maximized whether it filled its screen
/// @param page id of the page that was shown, empty for the first
/// @param told what the person has been told and need not be told again, in words such as `closing`
public record WindowMemory(Optional<Area> area, boolean maximized, String page, Set<String> told) {
    public static final WindowMemory NONE = new WindowMemory(Optional.empty(), false, "", Set.of());

    private static final Logger LOG = LoggerFactory.getLogger(WindowMemory.class);
    private static final String FILE = "window.json";

    /// Of a title bar as much must be seen, in pixels, for a window to be found and moved.
    private static final double GRIP = 48;

    public WindowMemory {
        told = Set.copyOf(told);
    }

    /// A part of a screen, in pixels.
    public record Area(double x, double y, double width, double height) {
        boolean shows(Area window) {
            double seen = Math.min(x + width, window.x + window.width) - Math.max(x, window.x);
            return seen >= GRIP && window.y >= y && window.y <= y + height - GRIP;
        }
    }

    /// The area, if it can be seen on one of these screens; screens come and go.
    public Optional<Area> areaOn(List<Area> screens) {
        return area.filter(window -> screens.stream().anyMatch(screen -> screen.shows(window)));
    }

    /// The same after telling the person something.
    public WindowMemory after(String telling) {
        Set<String> more = new TreeSet<>(told);
        more.add(telling);
        return new WindowMemory(area, maximized, page, more);
    }

    /// What was kept; [#NONE] when nothing was, or nothing that can be read.
    public static WindowMemory load(Path home) {
        Path file = home.resolve(FILE);
        if (!Files.exists(file)) {
            return NONE;
        }
        try {
            Map<String, String> kept = FlatFile.read(file);
            return new WindowMemory(
                    area(kept),
                    Boolean.parseBoolean(kept.get("maximized")),
                    kept.getOrDefault("page", ""),
                    words(kept.getOrDefault("told", "")));
        } catch (IOException | NumberFormatException unreadable) {
            LOG.warn("where the window stood is forgotten: {}", unreadable.getMessage());
            return NONE;
        }
    }

    private static Optional<Area> area(Map<String, String> kept) {
        return kept.containsKey("x")
                ? Optional.of(
                        new Area(number(kept, "x"), number(kept, "y"), number(kept, "width"), number(kept, "height")))
                : Optional.empty();
    }

    private static Set<String> words(String text) {
        return text.isBlank() ? Set.of() : new TreeSet<>(List.of(text.strip().split(" ")));
    }

    private static double number(Map<String, String> kept, String key) {
        return Double.parseDouble(kept.getOrDefault(key, ""));
    }

    /// Keeps it for the next start. That it cannot be kept is no reason to disturb anybody.
    public void save(Path home) {
        Map<String, String> kept = new LinkedHashMap<>();
        area.ifPresent(window -> {
            kept.put("x", Double.toString(window.x()));
            kept.put("y", Double.toString(window.y()));
            kept.put("width", Double.toString(window.width()));
            kept.put("height", Double.toString(window.height()));
        });
        kept.put("maximized", Boolean.toString(maximized));
        kept.put("page", page);
        kept.put("told", String.join(" ", new TreeSet<>(told)));
        try {
            Files.createDirectories(home);
            FlatFile.write(home.resolve(FILE), kept);
        } catch (IOException failed) {
            LOG.warn("where the window stands cannot be kept: {}", failed.getMessage());
        }
    }
}
