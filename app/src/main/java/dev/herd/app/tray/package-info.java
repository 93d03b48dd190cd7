/// Herd's face outside its window: what the menu says, without any toolkit, and the icon that shows it, on AWT.
@NullMarked
package dev.herd.app.tray;

import org.jspecify.annotations.NullMarked;
