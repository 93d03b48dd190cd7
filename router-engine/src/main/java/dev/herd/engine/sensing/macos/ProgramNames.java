package dev.herd.engine.sensing.macos;

import dev.herd.engine.sensing.Programs;
import dev.herd.engine.signal.CaptureUse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What to call the program behind a process: browsers and conference programs take sound in a process of their own
/// deep inside their bundle.
final class ProgramNames {
    private static final Pattern BUNDLE = Pattern.compile("(?:^|/)([^/]+)\\.app/");

    private final Programs programs;

    ProgramNames(Programs programs) {
        this.programs = programs;
    }

    /// The use of a process.
    ///
    /// @param bundle its bundle id; empty where it has none
    /// @param path of its file; empty where that is not told
    CaptureUse use(String bundle, String path) {
        String app = application(path);
        CaptureUse.Kind kind = programs.capture(List.of(bundle, app, path));
        return new CaptureUse(app.isEmpty() ? bundle : app, kind);
    }

    /// `Google Chrome` for any program within `Google Chrome.app`, the file's own name where there is no bundle.
    static String application(String path) {
        Matcher outermost = BUNDLE.matcher(path);
        return outermost.find() ? outermost.group(1) : path.substring(path.lastIndexOf('/') + 1);
    }
}
