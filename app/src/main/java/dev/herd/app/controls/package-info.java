/// Small controls that know nothing of Herd.
@NullMarked
package dev.herd.app.controls;

import org.jspecify.annotations.NullMarked;
