package dev.herd.app.shell;

import dev.herd.engine.api.EngineSnapshot;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;

/// A page that is made when its view is wanted for the first time, which keeps the first picture from waiting for it.
public final class PageLater implements Page {
    private final Sign sign;
    private final Supplier<Page> maker;
    private @Nullable Page made;

    /// What its tab says.
    ///
    /// @param badge see [Page#badge]
    public record Sign(String id, String title, Ikon icon, ToIntFunction<EngineSnapshot> badge) {}

    public PageLater(Sign sign, Supplier<Page> maker) {
        this.sign = sign;
        this.maker = maker;
    }

    private Page page() {
        Page there = made;
        if (there == null) {
            there = maker.get();
            made = there;
        }
        return there;
    }

    @Override
    public String id() {
        return sign.id();
    }

    @Override
    public String title() {
        return sign.title();
    }

    @Override
    public Ikon icon() {
        return sign.icon();
    }

    @Override
    public int badge(EngineSnapshot snapshot) {
        return sign.badge().applyAsInt(snapshot);
    }

    @Override
    public Node view() {
        return page().view();
    }

    @Override
    public void show(EngineSnapshot snapshot) {
        page().show(snapshot);
    }

    @Override
    public boolean reveal(String request) {
        return page().reveal(request);
    }
}
