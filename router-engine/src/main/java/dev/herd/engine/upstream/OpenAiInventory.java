package dev.herd.engine.upstream;

import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.Inventory;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The inventory of an OpenAI-compatible server: its models, and what LM Studio and llama.cpp's server tell besides.
final class OpenAiInventory {
    /// What kind of server it is, found out at its first reading.
    private enum Flavour {
        UNKNOWN,
        LLAMA_CPP,
        LM_STUDIO,
        OTHER
    }

    private static final List<String> WINDOWS =
            List.of("max_model_len", "context_length", "context_window", "max_context_length");

    private final InventoryClient client;
    private Flavour flavour = Flavour.UNKNOWN;

    OpenAiInventory(InventoryClient client) {
        this.client = client;
    }

    Reading read() throws ReadingFailed, InterruptedException, BadRequestException {
        JsonFields list = client.find("/v1/models");
        JsonSlice data = list == null ? null : list.get("data");
        if (data == null || !data.isArray()) {
            throw ReadingFailed.stranger("it does not list its models");
        }
        Map<String, JsonFields> lmStudio = lmStudio();
        JsonFields props = props();
        List<HostedModel> models = new ArrayList<>();
        Set<ModelRef> seen = new LinkedHashSet<>();
        for (JsonSlice element : data.elements()) {
            JsonFields model = element.fields();
            String id = model.textOrEmpty("id");
            if (!id.isEmpty() && seen.add(ModelRef.of(id))) {
                models.add(model(id, model, lmStudio.get(id)));
            }
        }
        OptionalInt slots = OptionalInt.empty();
        if (props != null && models.size() == 1) {
            models.set(
                    0,
                    within(
                            models.getFirst(),
                            props.object("default_generation_settings").count("n_ctx")));
        }
        if (props != null && props.whole("total_slots") > 0) {
            slots = OptionalInt.of((int) props.whole("total_slots"));
        }
        return new Reading(new Inventory(UpstreamKind.OPENAI, "", models), slots);
    }

    /// The window that a server keeps for a model, by the names that servers have for it: vLLM and SGLang, llama.cpp,
    /// then what others copy from each other; 0 when it says nothing.
    private static int window(JsonFields model) throws BadRequestException {
        for (String name : WINDOWS) {
            int window = model.count(name);
            if (window > 0) {
                return window;
            }
        }
        return model.object("meta").count("n_ctx");
    }

    private static HostedModel model(String id, JsonFields model, @Nullable JsonFields lmStudio)
            throws BadRequestException {
        int kept = window(model);
        int trained = model.object("meta").count("n_ctx_train");
        int window = trained == 0 ? kept : trained;
        long created = model.whole("created");
        // Such a server serves what it lists; only LM Studio tells what is loaded.
        boolean loaded = true;
        int loadedWindow = kept < window ? kept : 0;
        String family = "";
        if (lmStudio != null) {
            loaded = lmStudio.textOrEmpty("state").equals("loaded");
            int told = lmStudio.count("loaded_context_length");
            loadedWindow = told == 0 ? loadedWindow : told;
            window = window == 0 ? lmStudio.count("max_context_length") : window;
            family = lmStudio.textOrEmpty("arch");
        }
        return new HostedModel(
                id,
                ModelRef.of(id),
                "",
                model.object("meta").whole("size"),
                created > 0 ? Instant.ofEpochSecond(created).toString() : "",
                "{}",
                family,
                null,
                window,
                1,
                loaded ? new Residency(loadedWindow, 0, 0, null) : null);
    }

    /// llama.cpp divides its context among its slots.
    private static HostedModel within(HostedModel model, int slotWindow) {
        return slotWindow == 0 ? model : model.withResidency(new Residency(slotWindow, 0, 0, null));
    }

    private Map<String, JsonFields> lmStudio() throws ReadingFailed, InterruptedException, BadRequestException {
        Map<String, JsonFields> byId = new TreeMap<>();
        if (flavour != Flavour.UNKNOWN && flavour != Flavour.LM_STUDIO) {
            return byId;
        }
        JsonFields list = client.find("/api/v0/models");
        JsonSlice data = list == null ? null : list.get("data");
        if (data == null || !data.isArray()) {
            return byId;
        }
        flavour = Flavour.LM_STUDIO;
        for (JsonSlice element : data.elements()) {
            JsonFields model = element.fields();
            byId.put(model.textOrEmpty("id"), model);
        }
        return byId;
    }

    private @Nullable JsonFields props() throws ReadingFailed, InterruptedException {
        if (flavour != Flavour.UNKNOWN && flavour != Flavour.LLAMA_CPP) {
            return null;
        }
        JsonFields props = client.find("/props");
        boolean llamaCpp = props != null && props.whole("total_slots") > 0;
        flavour = llamaCpp ? Flavour.LLAMA_CPP : Flavour.OTHER;
        return llamaCpp ? props : null;
    }
}
