package dev.herd.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What this machine is called.
final class HostName {
    /// Where Linux tells it at once. Asking the resolver may take seconds without a network.
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /// The first part of its name; `this-machine` when it has none.
    static String of(Map<String, String> environment) {
        return of(environment, KERNEL);
    }

    static String of(Map<String, String> environment, Path kernel) {
        String name = environment.getOrDefault("COMPUTERNAME", "");
        if (name.isBlank()) {
            name = told(kernel);
        }
        if (name.isBlank()) {
            name = resolved(environment);
        }
        String first = name.strip().split("\\.")[0];
        return first.isEmpty() ? "this-machine" : first;
    }

    private static String told(Path kernel) {
        try {
            return Files.exists(kernel) ? Files.readString(kernel) : "";
        } catch (IOException unreadable) {
            // Then somebody else has to tell.
            return "";
        }
    }

    private static String resolved(Map<String, String> environment) {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return environment.getOrDefault("HOSTNAME", "");
        }
    }
}
