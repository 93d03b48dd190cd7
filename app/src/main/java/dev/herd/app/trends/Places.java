package dev.herd.app.trends;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// Asks the person where a file goes. For the toolkit's thread.
interface Places {
    /// @param name that is proposed
    /// @param kind what such files are called
    /// @param ending of their names, such as `csv`
    /// @return empty when the person wants none
    Optional<Path> choose(@Nullable Window over, String name, String kind, String ending);

    /// The system's own dialog.
    static Optional<Path> dialog(@Nullable Window over, String name, String kind, String ending) {
        var chooser = new FileChooser();
        chooser.setTitle("Export trends");
        chooser.setInitialFileName(name);
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(kind, "*." + ending));
        File chosen = chooser.showSaveDialog(over);
        return chosen == null ? Optional.empty() : Optional.of(chosen.toPath());
    }
}
