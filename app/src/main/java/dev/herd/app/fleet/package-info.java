/// The Fleet tab: what every machine does, and what a person can do about it. The records are pure and are made from a
/// snapshot; the views only draw them.
@NullMarked
package dev.herd.app.fleet;

import org.jspecify.annotations.NullMarked;
