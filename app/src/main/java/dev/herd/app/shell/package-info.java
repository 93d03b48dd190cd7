/// The window's frame: toolbar, tabs, status bar, theme.
@NullMarked
package dev.herd.app.shell;

import org.jspecify.annotations.NullMarked;
