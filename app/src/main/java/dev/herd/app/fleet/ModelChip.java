package dev.herd.app.fleet;

import dev.herd.app.text.Units;
import dev.herd.engine.api.InstanceLoad;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.Upstream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A model in a machine's memory.
///
/// @param hue 1 to [ModelHues#COUNT]
/// @param detail `42 GB · 32k · 1 running`
record ModelChip(InstanceId instance, String name, int hue, String detail) {
    /// A model that is kept for longer than that is meant to stay: servers say "for ever" as a date far away.
    private static final Duration FOR_EVER = Duration.ofDays(365);

    static ModelChip of(Upstream upstream, HostedModel model, Residency resident, Scene scene) {
        var instance = new InstanceId(upstream.id(), model.ref());
        List<String> details = new ArrayList<>();
        if (resident.sizeBytes() > 0) {
            details.add(Units.bytes(resident.sizeBytes()));
        }
        if (resident.window() > 0) {
            details.add(Units.tokens(resident.window()));
        }
        String place = place(resident);
        if (!place.isEmpty()) {
            details.add(place);
        }
        InstanceLoad load = scene.moment().snapshot().load(instance);
        if (load.pinned()) {
            details.add("pinned");
        }
        if (scene.underWay().unloads().contains(instance)) {
            details.add("unloading…");
        } else if (load.running() > 0) {
            details.add(load.running() + " running");
        } else if (!load.pinned()) {
            details.add(stay(scene.moment().snapshot().now(), resident.expiresAt()));
        }
        return new ModelChip(
                instance, Words.model(model.name()), scene.hues().of(model.ref()), String.join(" · ", details));
    }

    /// Said only where a model did not fit the accelerator.
    private static String place(Residency resident) {
        if (resident.sizeBytes() == 0 || resident.vramBytes() >= resident.sizeBytes()) {
            return "";
        }
        return resident.vramBytes() == 0
                ? "on CPU"
                : Units.percent((double) resident.vramBytes() / resident.sizeBytes()) + " on GPU";
    }

    private static String stay(Instant now, @Nullable Instant until) {
        if (until == null) {
            return "idle";
        }
        if (!until.isAfter(now)) {
            return "leaving";
        }
        return Duration.between(now, until).compareTo(FOR_EVER) > 0 ? "stays" : "leaves in " + Words.left(now, until);
    }
}
