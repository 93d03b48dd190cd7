package dev.herd.engine.fleet;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/// An upstream's canonical base address, such as `http://127.0.0.1:11434`: what makes two ways of naming a server one
/// upstream.
///
/// @param url scheme, lower-case host, explicit port, optional path without a slash at its end
public record UpstreamId(String url) implements Comparable<UpstreamId> {

    private static final int HIGHEST_PORT = 65_535;

    /// What addresses of servers often end in, and what this engine puts behind them itself.
    private static final List<String> ROUTES = List.of("/v1", "/api");

    /// Reads `http://host:port/path`; without a scheme, http is meant. `localhost` and `0.0.0.0` become `127.0.0.1`,
    /// and a `/v1` or `/api` at the end is left out.
    ///
    /// @throws IllegalArgumentException when the text is no http or https address
    public static UpstreamId parse(String text) {
        String stripped = text.strip();
        URI uri = URI.create(stripped.contains("://") ? stripped : "http://" + stripped);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("not an http or https address: " + text);
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("no host in address: " + text);
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException("an address must not hold a name or password");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("no such port: " + text);
        }
        return new UpstreamId(scheme + "://" + canonicalHost(uri.getHost()) + ":" + port + path(uri));
    }

    private static String path(URI uri) {
        String path = withoutSlashes(uri.getRawPath() == null ? "" : uri.getRawPath());
        for (String route : ROUTES) {
            if (path.endsWith(route)) {
                return withoutSlashes(path.substring(0, path.length() - route.length()));
            }
        }
        return path;
    }

    private static String withoutSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    private static String canonicalHost(String host) {
        return switch (host.toLowerCase(Locale.ROOT)) {
            case "localhost", "0.0.0.0" -> "127.0.0.1";
            case "[::]" -> "[::1]";
            case String other -> other;
        };
    }

    /// `host:port`, the default name of its node.
    public String hostAndPort() {
        URI uri = URI.create(url);
        return uri.getHost() + ":" + uri.getPort();
    }

    @Override
    public int compareTo(UpstreamId other) {
        return url.compareTo(other.url);
    }

    @Override
    public String toString() {
        return url;
    }
}
