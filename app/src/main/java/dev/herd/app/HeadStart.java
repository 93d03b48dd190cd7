package dev.herd.app;

import dev.herd.app.shell.Theme;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The toolkit, which starts on a thread of its own while the command line is read: each takes a tenth of a second. Its
/// thread then waits for what the window is to be.
final class HeadStart {
    private static final Logger LOG = LoggerFactory.getLogger(HeadStart.class);
    private static final List<String> ANSWERED_IN_WORDS = List.of("-h", "--help", "-V", "--version");
    private static final String HOME = "--home";

    private final CompletableFuture<Runnable> first = new CompletableFuture<>();
    private final CompletableFuture<Boolean> started = new CompletableFuture<>();

    private HeadStart() {}

    /// A toolkit that keeps its native libraries beneath that home.
    ///
    /// @param home Herd's
    static HeadStart begin(Path home) {
        var begun = new HeadStart();
        System.setProperty("javafx.cachedir", natives(home).toString());
        var _ = begun.started.completeAsync(begun::start, Threads::besideTheCommandLine);
        return begun;
    }

    /// The home whose window these arguments most likely ask for, as far as that can be told before the command line is
    /// read. One that has not been used before is none: the toolkit would make it, readable for everybody.
    ///
    /// @param usual where it is unless the arguments say otherwise
    static Optional<Path> expected(List<String> arguments, Path usual) {
        boolean window = arguments.isEmpty() || arguments.getFirst().equals(AppCommand.NAME);
        boolean plain = arguments.stream().noneMatch(word -> ANSWERED_IN_WORDS.contains(word) || word.startsWith("@"));
        return window && plain ? home(arguments, usual).filter(HeadStart::isUsed) : Optional.empty();
    }

    private static Optional<Path> home(List<String> arguments, Path usual) {
        int stated = arguments.indexOf(HOME) + 1;
        if (stated == 0) {
            return arguments.stream().anyMatch(word -> word.startsWith(HOME)) ? Optional.empty() : Optional.of(usual);
        }
        try {
            return stated < arguments.size() ? Optional.of(Path.of(arguments.get(stated))) : Optional.empty();
        } catch (InvalidPathException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isUsed(Path home) {
        return Files.isDirectory(natives(home));
    }

    private static Path natives(Path home) {
        return home.toAbsolutePath().normalize().resolve("native").resolve("javafx");
    }

    private boolean start() {
        try {
            Platform.startup(this::attend);
            return true;
        } catch (UnsupportedOperationException | UnsatisfiedLinkError noDisplay) {
            LOG.debug("no display", noDisplay);
            return false;
        }
    }

    /// On the toolkit's thread.
    private void attend() {
        Platform.setImplicitExit(false);
        WindowName.tell();
        Theme.wear(Theme.Appearance.SYSTEM);
        first.join().run();
    }

    /// Gives the toolkit its first task, and waits until it has started.
    ///
    /// @return whether it has: it needs a display
    boolean open(Runnable task) {
        first.complete(task);
        return started.join();
    }
}
