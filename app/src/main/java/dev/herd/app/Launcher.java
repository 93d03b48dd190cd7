package dev.herd.app;

import dev.herd.engine.Main;

/// Starts Herd on this machine. Until the window stands, that is the headless engine.
public final class Launcher {
    private Launcher() {}

    public static void main(String[] args) {
        Main.main(args);
    }
}
