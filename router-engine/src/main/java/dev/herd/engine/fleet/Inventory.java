package dev.herd.engine.fleet;

import java.util.List;

/// What one upstream said of itself in one reading.
///
/// @param version as stated, empty when it states none
/// @param models with `slots` still undecided (1)
public record Inventory(UpstreamKind kind, String version, List<HostedModel> models) {
    public Inventory {
        models = List.copyOf(models);
    }
}
