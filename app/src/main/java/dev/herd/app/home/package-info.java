/// What the window keeps in the home directory, and how a second start finds the first.
@NullMarked
package dev.herd.app.home;

import org.jspecify.annotations.NullMarked;
