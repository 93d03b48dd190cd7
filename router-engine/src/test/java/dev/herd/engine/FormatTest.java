package dev.herd.engine;

import dev.herd.engine.testing.SourceFormat;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Every source looks as the formatter wants it; `./mvnw test -Dtest=FormatTest -Dformat.update` makes it so.
class FormatTest {
    @Test
    void sourcesAreFormatted() throws IOException {
        SourceFormat.check();
    }
}
