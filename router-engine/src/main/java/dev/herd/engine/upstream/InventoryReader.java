package dev.herd.engine.upstream;

import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import org.jspecify.annotations.Nullable;

/// Reads one server's inventory, and finds out what it is before believing it. Used by one thread.
final class InventoryReader {
    private final InventoryClient client;
    private final @Nullable UpstreamKind stated;
    private @Nullable UpstreamKind known;
    private final OllamaInventory ollama;
    private final OpenAiInventory openAi;

    /// @param stated what the person said it is, null to find out
    InventoryReader(InventoryClient client, @Nullable UpstreamKind stated, ModelFacts facts) {
        this.client = client;
        this.stated = stated;
        this.known = stated;
        this.ollama = new OllamaInventory(client, facts);
        this.openAi = new OpenAiInventory(client);
    }

    /// @throws ReadingFailed when the server does not give it
    Reading read() throws ReadingFailed, InterruptedException {
        try {
            UpstreamKind kind = known;
            if (kind == null) {
                kind = identify();
                known = kind;
            }
            return kind == UpstreamKind.OLLAMA ? ollama.read() : openAi.read();
        } catch (ReadingFailed failed) {
            // Another server may stand there when it answers again.
            forget();
            throw failed;
        } catch (BadRequestException malformed) {
            forget();
            throw ReadingFailed.stranger("its list of models is malformed: " + malformed.reason());
        }
    }

    private void forget() {
        known = stated;
        ollama.forget();
    }

    /// Finds out what answers there, by GET alone. Ollama states its version; everything else that lists models the way
    /// OpenAI does is taken for compatible.
    UpstreamKind identify() throws ReadingFailed, InterruptedException {
        JsonFields version = client.find("/api/version");
        if (version != null && isString(version.get("version"))) {
            return UpstreamKind.OLLAMA;
        }
        JsonFields models = client.find("/v1/models");
        JsonSlice data = models == null ? null : models.get("data");
        if (data != null && data.isArray()) {
            return UpstreamKind.OPENAI;
        }
        throw ReadingFailed.stranger("what answers there is no model server that Herd knows");
    }

    private static boolean isString(@Nullable JsonSlice value) {
        return value != null && value.isString();
    }
}
