package dev.herd.engine.fleet;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A model as one server has it.
///
/// @param name the server's own spelling
/// @param ref the normalised name
/// @param digest 64 hexadecimal digits, or empty when the server has none
/// @param sizeBytes size on disk, 0 when unknown
/// @param modifiedAt RFC 3339, or empty when unknown
/// @param detailsJson the server's `details` object as it stands, or `{}`
/// @param family architecture as the server names it, empty when unknown
/// @param capabilities what the server states (`completion`, `tools`, `vision`, …); null when it states nothing, which
///     means unknown, never "none"
/// @param trainedWindow longest context in tokens the model was trained for, 0 when unknown
/// @param slots how many requests may run on it at once, at least 1
/// @param resident how it is loaded, null when it is not
/// @param weights names its weights among those of the server; models with the same run in one runner. Empty when the
///     server does not say
/// @param cacheBytes that its cache takes per token of the window and slot at 16 bits a value; 0 when unknown
public record HostedModel(
        String name,
        ModelRef ref,
        String digest,
        long sizeBytes,
        String modifiedAt,
        String detailsJson,
        String family,
        @Nullable Set<String> capabilities,
        int trainedWindow,
        int slots,
        @Nullable Residency resident,
        String weights,
        long cacheBytes) {

    public HostedModel {
        capabilities = capabilities == null ? null : Set.copyOf(capabilities);
    }

    /// A model of a server that says neither what weights it has nor how they are arranged.
    public HostedModel(
            String name,
            ModelRef ref,
            String digest,
            long sizeBytes,
            String modifiedAt,
            String detailsJson,
            String family,
            @Nullable Set<String> capabilities,
            int trainedWindow,
            int slots,
            @Nullable Residency resident) {
        this(
                name,
                ref,
                digest,
                sizeBytes,
                modifiedAt,
                detailsJson,
                family,
                capabilities,
                trainedWindow,
                slots,
                resident,
                "",
                0);
    }

    /// Whether the server says that the model lacks a capability. Not stated is not lacking.
    public boolean lacks(String capability) {
        return capabilities != null && !capabilities.contains(capability);
    }

    /// Whether the server says that it makes embeddings and nothing else.
    public boolean embedsOnly() {
        return capabilities != null && capabilities.contains("embedding") && !capabilities.contains("completion");
    }

    /// Whether it is loaded and the server lists it so by this name.
    public boolean listedAsLoaded() {
        return resident != null && !resident.underAnotherName();
    }

    /// The same model, loaded otherwise.
    public HostedModel withResidency(@Nullable Residency residency) {
        return new HostedModel(
                name,
                ref,
                digest,
                sizeBytes,
                modifiedAt,
                detailsJson,
                family,
                capabilities,
                trainedWindow,
                slots,
                residency,
                weights,
                cacheBytes);
    }

    /// The same model with other slots.
    public HostedModel withSlots(int count) {
        return new HostedModel(
                name,
                ref,
                digest,
                sizeBytes,
                modifiedAt,
                detailsJson,
                family,
                capabilities,
                trainedWindow,
                count,
                resident,
                weights,
                cacheBytes);
    }
}
