/// The app on a real desktop: an X server, a window manager and a tray.
@NullMarked
package dev.herd.app.desktop;

import org.jspecify.annotations.NullMarked;
