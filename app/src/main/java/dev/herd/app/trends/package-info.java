/// The Trends tab: how every machine was over time, on one axis.
@NullMarked
package dev.herd.app.trends;

import org.jspecify.annotations.NullMarked;
