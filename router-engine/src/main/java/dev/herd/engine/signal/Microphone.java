package dev.herd.engine.signal;

import java.util.List;

/// Who takes sound from one of the machine's microphones; nobody when empty. Programs that record what the machine
/// itself plays are left out.
public record Microphone(List<CaptureUse> uses) implements Signal {
    public static final Microphone IDLE = new Microphone(List.of());

    public Microphone {
        uses = List.copyOf(uses);
    }
}
