/// Pictures of the window, for the documents and to be looked at.
@NullMarked
package dev.herd.app.pictures;

import org.jspecify.annotations.NullMarked;
