package dev.herd.app.desktop;

import dev.herd.engine.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An X server without a screen, with a window manager and a tray, and a hand that moves its mouse and keys.
final class Desktop implements AutoCloseable {
    private static final String NEEDED = "this test needs xvfb, openbox, trayer, xdotool and x11-utils;"
            + " on Debian: apt-get install xvfb openbox trayer xdotool x11-utils libgtk-3-0";
    private static final Pattern ICON =
            Pattern.compile("JavaEmbeddedFrame.* \\d+x\\d+\\+\\d+\\+\\d+ +\\+(\\d+)\\+(\\d+)");

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final List<Process> processes = new ArrayList<>();
    private final String display;

    private Desktop() throws IOException {
        Process server = new ProcessBuilder("Xvfb", "-displayfd", "1", "-noreset", "-screen", "0", "1440x960x24")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        processes.add(server);
        try (BufferedReader number = server.inputReader(StandardCharsets.US_ASCII)) {
            display = ":" + number.readLine();
        }
        start("openbox");
        start("trayer", "--edge", "top", "--align", "right", "--widthtype", "request", "--height", "24");
    }

    static Desktop start() {
        try {
            return new Desktop();
        } catch (IOException missing) {
            throw new AssertionError(NEEDED, missing);
        }
    }

    private void start(String... line) throws IOException {
        var builder = new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("DISPLAY", display);
        processes.add(builder.start());
    }

    String display() {
        return display;
    }

    private String run(String... line) {
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("DISPLAY", display);
        try {
            Process process = builder.start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(20, TimeUnit.SECONDS);
            return printed;
        } catch (IOException missing) {
            throw new AssertionError(NEEDED, missing);
        } catch (InterruptedException hurried) {
            throw new AssertionError(hurried);
        }
    }

    private String windows() {
        return run("xwininfo", "-root", "-tree");
    }

    boolean hasIcon() {
        return ICON.matcher(windows()).find();
    }

    /// How many windows of that title can be seen.
    long count(String title) {
        return found("--name", "^" + title + "$").size();
    }

    private List<String> found(String how, String what) {
        return run("xdotool", "search", "--onlyvisible", how, what)
                .lines()
                .filter(line -> line.matches("\\d+"))
                .toList();
    }

    /// Clicks at the tray's icon.
    void clickIcon(String button) {
        Await.until("the tray has an icon", this::hasIcon);
        Matcher icon = ICON.matcher(windows());
        if (icon.find()) {
            int x = Integer.parseInt(icon.group(1)) + 8;
            int y = Integer.parseInt(icon.group(2)) + 8;
            run("xdotool", "mousemove", "" + x, "" + y, "click", button);
        }
    }

    private boolean menuIsOpen() {
        // A menu that was closed is still among the windows, but cannot be seen.
        return !found("--name", "PopupMenuPeer").isEmpty();
    }

    /// Opens the icon's menu and walks it with keys, until that has the effect: the menu may be that of a moment ago.
    void menu(String what, BooleanSupplier done, String... keys) {
        again(what, done, () -> {
            if (menuIsOpen()) {
                keys("Escape", "Escape");
            }
            again("the menu is open", this::menuIsOpen, () -> clickIcon("3"));
            keys(keys);
        });
    }

    /// Does something, and again every few seconds until it has its effect: what a hand does to a desktop may be lost,
    /// while a window is on its way.
    void again(String what, BooleanSupplier done, Runnable action) {
        var next = new AtomicLong(System.nanoTime());
        Await.until(what, () -> {
            if (done.getAsBoolean()) {
                return true;
            }
            if (System.nanoTime() - next.get() >= 0) {
                action.run();
                next.set(System.nanoTime() + PATIENCE_NANOS);
            }
            return false;
        });
    }

    void keys(String... keys) {
        List<String> line = new ArrayList<>(List.of("xdotool", "key", "--delay", "150"));
        line.addAll(List.of(keys));
        run(line.toArray(String[]::new));
    }

    /// Brings the window of that title before the others.
    void activate(String title) {
        run("xdotool", "search", "--onlyvisible", "--name", "^" + title + "$", "windowactivate", "--sync");
    }

    @Override
    public void close() {
        processes.reversed().forEach(Process::destroy);
    }
}
