package dev.herd.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/// What this machine is called.
final class HostName {
    private HostName() {}

    /// The first part of its name; `this-machine` when it has none.
    static String of(Map<String, String> environment) {
        String name = environment.getOrDefault("COMPUTERNAME", "");
        try {
            name = name.isBlank() ? InetAddress.getLocalHost().getHostName() : name;
        } catch (UnknownHostException nameless) {
            name = environment.getOrDefault("HOSTNAME", "");
        }
        String first = name.strip().split("\\.")[0];
        return first.isEmpty() ? "this-machine" : first;
    }
}
