/// Tests of the small controls.
@NullMarked
package dev.herd.app.controls;

import org.jspecify.annotations.NullMarked;
