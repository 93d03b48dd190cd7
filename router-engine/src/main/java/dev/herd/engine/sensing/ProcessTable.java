package dev.herd.engine.sensing;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The processes of this machine, as far as this one may look.
public interface ProcessTable {
    /// What a process took.
    ///
    /// @param started differs from that of any other process that has or had its number
    /// @param spent time of processors since then, in the table's own unit
    /// @param residentBytes of main memory
    record Use(long started, long spent, long residentBytes) {}

    /// The numbers of all.
    ///
    /// @throws IOException when they cannot be seen
    Set<Long> running() throws IOException;

    /// What it is called; empty when it is gone or hidden.
    Optional<String> name(long process);

    /// What it was started with, its own name first; empty when it is gone or hidden.
    List<String> arguments(long process);

    /// Empty when it is gone or hidden.
    Optional<Use> use(long process);

    /// Time that all processors together had to give until now, in the unit of [Use#spent].
    ///
    /// @throws IOException when that cannot be seen
    long offered(Instant now) throws IOException;
}
