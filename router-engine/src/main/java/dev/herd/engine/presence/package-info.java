/// What a machine's person does, when they usually do it, what of the machine is theirs, and what that leaves to the
/// fleet. Pure.
@NullMarked
package dev.herd.engine.presence;

import org.jspecify.annotations.NullMarked;
