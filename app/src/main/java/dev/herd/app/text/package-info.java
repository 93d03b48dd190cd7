/// Words and figures for people. Pure: no toolkit.
@NullMarked
package dev.herd.app.text;

import org.jspecify.annotations.NullMarked;
