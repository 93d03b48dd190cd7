package dev.herd.engine.config;

/// Where clients connect.
///
/// @param port 0 to 65535; 0 picks a free one
/// @param bind address to listen on; anything but loopback needs a key
/// @param apiKey the key clients must show, empty when none is asked for
public record EndpointConfig(int port, String bind, String apiKey) {
    public static final int DEFAULT_PORT = 11435;
    public static final EndpointConfig DEFAULT = new EndpointConfig(DEFAULT_PORT, "127.0.0.1", "");

    public EndpointConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("endpoint.port must be 0 to 65535, not " + port);
        }
        if (bind.isBlank()) {
            throw new IllegalArgumentException("endpoint.bind must be an address");
        }
    }

    /// The host in the addresses by which this machine's own programs reach it.
    public String reachedAt() {
        return switch (bind) {
            case "0.0.0.0", "::", "[::]", "localhost" -> "127.0.0.1";
            default -> bind.contains(":") && !bind.startsWith("[") ? "[" + bind + "]" : bind;
        };
    }

    /// Keeps the key out of logs.
    @Override
    public String toString() {
        return "EndpointConfig[port=" + port + ", bind=" + bind + ", apiKey=" + (apiKey.isEmpty() ? "none" : "set")
                + "]";
    }
}
