package dev.herd.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Moments;
import dev.herd.app.testing.SamplePage;
import dev.herd.app.testing.Toolkit;
import dev.herd.engine.api.EngineSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.feather.Feather;

class PageLaterTest {
    private static final EngineSnapshot BUSY = Moments.busy();

    private final List<SamplePage> made = new ArrayList<>();
    private final PageLater page = new PageLater(
            new PageLater.Sign(
                    "queues",
                    "Queues",
                    Feather.LIST,
                    snapshot -> snapshot.totals().waiting()),
            () -> {
                made.add(new SamplePage("queues", "Queues"));
                return made.getLast();
            });

    @BeforeAll
    static void toolkit() {
        Toolkit.start();
    }

    @Test
    void whatItsTabSaysNeedsNoPage() {
        assertThat(page.id()).isEqualTo("queues");
        assertThat(page.title()).isEqualTo("Queues");
        assertThat(page.icon()).isEqualTo(Feather.LIST);
        assertThat(page.badge(BUSY)).isEqualTo(BUSY.totals().waiting()).isPositive();
        assertThat(made).isEmpty();
    }

    @Test
    void onePageIsMadeOnceItIsWanted() {
        Toolkit.run(() -> {
            page.show(BUSY);
            page.reveal("r1");
        });

        assertThat(made).hasSize(1);
        assertThat(made.getFirst().shown()).containsExactly(BUSY);
        assertThat(made.getFirst().revealed()).containsExactly("r1");
        assertThat(Toolkit.on(page::view)).isSameAs(made.getFirst().view());
    }
}
