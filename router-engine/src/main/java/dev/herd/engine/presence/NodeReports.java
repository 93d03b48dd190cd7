package dev.herd.engine.presence;

/// The way from a machine to the one that decides where requests run: in one process a call, in a fleet a message.
public interface NodeReports {
    /// Tells how a machine is now. Reports of one machine come in their order. Returns at once.
    void report(NodeReport report);
}
