package dev.herd.app;

import dev.herd.engine.testing.SourceFormat;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Every source of the app looks as the formatter wants it.
class FormatTest {
    @Test
    void sourcesAreFormatted() throws IOException {
        SourceFormat.check();
    }
}
