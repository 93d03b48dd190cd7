package dev.herd.engine.gateway;

import dev.herd.engine.api.RequestTrace;
import java.util.function.Supplier;

/// Where the pipeline reports requests to. Called on requests' threads; never blocks.
public interface Journal {
    /// A request has begun.
    ///
    /// @param now its trace at any moment, from any thread
    /// @param cancel stops it as an operator's wish, from any thread
    void begun(String id, Supplier<RequestTrace> now, Runnable cancel);

    /// A request reached a new state. `trace` is only asked when somebody watches.
    void changed(Supplier<RequestTrace> trace);

    /// A request has ended; called once for each that begun.
    void ended(RequestTrace trace);
}
