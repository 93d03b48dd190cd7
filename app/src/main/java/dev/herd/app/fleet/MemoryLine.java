package dev.herd.app.fleet;

import dev.herd.app.text.Units;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A machine's memory, as one bar.
///
/// @param models in memory, by name
/// @param others bytes of other programs; 0 when not sensed
/// @param total bytes of the machine; 0 when not sensed
/// @param tight whether the machine is short of memory
/// @param share used part, 0 to 1; NaN when not sensed
/// @param text `51 of 64 GB · tight`
record MemoryLine(List<Part> models, long others, long total, boolean tight, double share, String text) {
    /// @param hue 1 to [ModelHues#COUNT]
    record Part(String name, int hue, long bytes) {}

    MemoryLine {
        models = List.copyOf(models);
    }

    static MemoryLine of(Reading<Memory> reading, List<Upstream> upstreams, ModelHues hues) {
        List<Part> parts = parts(upstreams, hues);
        long inModels = parts.stream().mapToLong(Part::bytes).sum();
        Optional<Memory> known = reading.known();
        if (known.isEmpty()) {
            return new MemoryLine(parts, 0, 0, false, Double.NaN, unsensed(reading, inModels));
        }
        Memory memory = known.get();
        // Weights that a server maps from disk count as free for some systems, though they fill memory.
        long used = Math.min(memory.totalBytes(), Math.max(memory.usedBytes(), inModels));
        String text = Words.memory(used) + " of " + Words.memorySize(memory.totalBytes());
        return new MemoryLine(
                parts,
                Math.max(0, used - inModels),
                memory.totalBytes(),
                memory.isTight(),
                memory.share(),
                memory.isTight() ? text + " · tight" : text);
    }

    private static String unsensed(Reading<Memory> reading, long inModels) {
        String reason = reading instanceof Reading.Unknown<Memory>(String why) ? why : "not sensed";
        return inModels == 0 ? "memory " + reason : Units.bytes(inModels) + " of models · " + reason;
    }

    /// A model that two servers of the machine hold counts twice.
    private static List<Part> parts(List<Upstream> upstreams, ModelHues hues) {
        Map<ModelRef, Long> sizes = new TreeMap<>();
        for (Upstream upstream : upstreams) {
            for (HostedModel model : upstream.models()) {
                Residency resident = model.resident();
                if (resident != null && resident.sizeBytes() > 0) {
                    sizes.merge(model.ref(), resident.sizeBytes(), Long::sum);
                }
            }
        }
        return sizes.entrySet().stream()
                .map(entry -> new Part(Words.model(entry.getKey().name()), hues.of(entry.getKey()), entry.getValue()))
                .toList();
    }

    /// Whether nothing at all is known of it.
    boolean isEmpty() {
        return !sensed() && models.isEmpty();
    }

    boolean sensed() {
        return total > 0;
    }
}
