package dev.herd.app.tray;

import java.awt.AWTException;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.Image;
import java.awt.PopupMenu;
import java.awt.SystemTray;
import java.awt.TrayIcon;
import java.awt.image.BaseMultiResolutionImage;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tray of the system, by AWT. Everything of AWT's happens on its own thread.
public final class AwtTray implements TrayPort {
    private static final Logger LOG = LoggerFactory.getLogger(AwtTray.class);

    /// macOS paints black shapes in the colour that its menu bar needs now.
    private static final Color TEMPLATE = Color.BLACK;

    /// Elsewhere nobody says what colour the panel has: a grey that stands out from black and from white alike.
    private static final Color EITHER = new Color(0x7f, 0x86, 0x94);

    private final SystemTray tray;
    private final TrayIcon icon;
    private final Color ink;
    private final AwtMenu menu;
    private @Nullable TrayState drawn;

    private AwtTray(SystemTray tray, Color ink, Consumer<TrayAction> chosen) {
        this.tray = tray;
        this.ink = ink;
        var popup = new PopupMenu();
        menu = new AwtMenu(popup, chosen);
        icon = new TrayIcon(image(TrayState.STARTING), "Herd", popup);
        icon.addActionListener(_ -> chosen.accept(new TrayAction.OpenWindow()));
    }

    /// Puts the icon into the tray. Takes a moment, since it starts AWT; not for the toolkit's thread.
    ///
    /// @param os value of `os.name`
    /// @param chosen hears what the person chose, on AWT's thread
    /// @return empty when this system shows no tray
    public static Optional<TrayPort> open(String os, Consumer<TrayAction> chosen) throws InterruptedException {
        boolean mac = os.startsWith("Mac");
        if (mac) {
            System.setProperty("apple.awt.enableTemplateImages", "true");
        }
        if (GraphicsEnvironment.isHeadless() || !SystemTray.isSupported()) {
            return Optional.empty();
        }
        var opened = new AtomicReference<@Nullable AwtTray>();
        try {
            EventQueue.invokeAndWait(() -> opened.set(opened(mac ? TEMPLATE : EITHER, chosen)));
        } catch (InvocationTargetException broken) {
            LOG.warn("the tray cannot be used", broken.getCause());
        }
        return Optional.ofNullable(opened.get());
    }

    private static @Nullable AwtTray opened(Color ink, Consumer<TrayAction> chosen) {
        var tray = new AwtTray(SystemTray.getSystemTray(), ink, chosen);
        try {
            tray.tray.add(tray.icon);
            return tray;
        } catch (AWTException gone) {
            LOG.warn("the tray takes no icon: {}", gone.getMessage());
            return null;
        }
    }

    @Override
    public void show(TrayMenu next) {
        EventQueue.invokeLater(() -> {
            icon.setToolTip("Herd · " + next.header());
            if (drawn != next.state()) {
                drawn = next.state();
                icon.setImage(image(next.state()));
            }
            menu.show(next.items());
        });
    }

    /// In the size that the tray asks for, and twice that for screens of fine pixels.
    private Image image(TrayState state) {
        Dimension size = tray.getTrayIconSize();
        int pixels = Math.min(size.width, size.height);
        return new BaseMultiResolutionImage(TrayGlyph.draw(state, pixels, ink), TrayGlyph.draw(state, 2 * pixels, ink));
    }

    @Override
    public void close() {
        EventQueue.invokeLater(() -> tray.remove(icon));
    }
}
