package dev.herd.engine.signal;

import java.util.List;

/// Who takes pictures with one of the machine's cameras; nobody when empty.
public record Camera(List<CaptureUse> uses) implements Signal {
    public static final Camera IDLE = new Camera(List.of());

    public Camera {
        uses = List.copyOf(uses);
    }
}
