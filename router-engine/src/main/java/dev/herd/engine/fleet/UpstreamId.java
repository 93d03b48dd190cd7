package dev.herd.engine.fleet;

import java.net.URI;
import java.util.Locale;

/// An upstream's canonical base address, such as `http://127.0.0.1:11434`: what makes two ways of naming a server one
/// upstream.
///
/// @param url scheme, lower-case host, explicit port, optional path without a slash at its end
public record UpstreamId(String url) implements Comparable<UpstreamId> {

    /// Reads `http://host:port/path`; without a scheme, http is meant. `localhost` and `0.0.0.0` become `127.0.0.1`.
    ///
    /// @throws IllegalArgumentException when the text is no http or https address
    public static UpstreamId parse(String text) {
        String withScheme = text.contains("://") ? text : "http://" + text;
        URI uri = URI.create(withScheme.strip());
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("not an http or https address: " + text);
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("no host in address: " + text);
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return new UpstreamId(scheme + "://" + canonicalHost(uri.getHost()) + ":" + port + path);
    }

    private static String canonicalHost(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("localhost") || lower.equals("0.0.0.0") ? "127.0.0.1" : lower;
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
