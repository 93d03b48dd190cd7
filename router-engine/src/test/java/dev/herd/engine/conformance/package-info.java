/// What the outside can rely on, tried over real HTTP on a real engine in front of fake servers.
@NullMarked
package dev.herd.engine.conformance;

import org.jspecify.annotations.NullMarked;
