package dev.herd.engine.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that cannot be read: it is put beside, so that the next one that is written does not destroy what
/// a person may want to look at.
final class DamagedFile {
    private DamagedFile() {}

    /// @param content what it holds, such as `the pins`
    /// @param why what is wrong with it
    /// @return the sentence for people
    static String setAside(Path file, String content, String why) {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            return content + " could not be read and were set aside as " + aside.getFileName() + ": " + why;
        } catch (IOException stays) {
            return content + " could not be read: " + why;
        }
    }
}
