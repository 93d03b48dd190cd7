package dev.herd.engine.gateway;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NearestName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the model a client means.
final class ModelCatalog {
    /// Prefixes that some clients put before a name to say whose model it is.
    private static final Set<String> VENDOR_PREFIXES = Set.of("ollama/", "openai/");

    private ModelCatalog() {}

    /// The model of that name, whoever has it and whatever their state.
    static Optional<ModelRef> find(FleetSnapshot fleet, String asked) {
        ModelRef exact = ModelRef.of(asked);
        if (!fleet.holders(exact).isEmpty()) {
            return Optional.of(exact);
        }
        for (String prefix : VENDOR_PREFIXES) {
            if (asked.regionMatches(true, 0, prefix, 0, prefix.length())) {
                ModelRef bare = ModelRef.of(asked.substring(prefix.length()));
                if (!fleet.holders(bare).isEmpty()) {
                    return Optional.of(bare);
                }
            }
        }
        return Optional.empty();
    }

    /// The text of a 404, which is Ollama's own; a close match is named behind `not found`.
    static String notFound(FleetSnapshot fleet, String asked) {
        return "model '" + asked + "' not found" + hint(fleet, asked);
    }

    /// The text that Ollama's embedding routes use.
    static String notFoundForEmbedding(FleetSnapshot fleet, String asked) {
        String hint = hint(fleet, asked);
        return "model \"" + asked + "\" not found" + (hint.isEmpty() ? ", try pulling it first" : hint);
    }

    private static String hint(FleetSnapshot fleet, String asked) {
        List<String> names =
                fleet.models().keySet().stream().map(ModelCatalog::shortName).toList();
        return NearestName.of(shortName(ModelRef.of(asked)), names)
                .map(name -> ", did you mean '" + name + "'?")
                .orElse("");
    }

    private static String shortName(ModelRef model) {
        String name = model.name();
        return name.endsWith(":latest") ? name.substring(0, name.length() - ":latest".length()) : name;
    }
}
