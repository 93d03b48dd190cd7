package dev.herd.engine.gateway;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Keeps foreign web pages out: who may be named in `Host`, and which pages may ask (`Origin`). The same rules as
/// Ollama's, so that what works there works here.
final class BrowserGuard {
    static final String ALLOWED_METHODS = "GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS";

    static final String ALLOWED_HEADERS = String.join(
            ",",
            "Authorization",
            "Content-Type",
            "User-Agent",
            "Accept",
            "X-Requested-With",
            "OpenAI-Beta",
            "X-Stainless-Arch",
            "X-Stainless-Async",
            "X-Stainless-Custom-Poll-Interval",
            "X-Stainless-Helper-Method",
            "X-Stainless-Lang",
            "X-Stainless-Os",
            "X-Stainless-Package-Version",
            "X-Stainless-Poll-Helper",
            "X-Stainless-Retry-Count",
            "X-Stainless-Runtime",
            "X-Stainless-Runtime-Version",
            "X-Stainless-Timeout",
            "X-Api-Key",
            "Anthropic-Version",
            "Anthropic-Beta",
            "Anthropic-Dangerous-Direct-Browser-Access",
            "X-Herd-Tags",
            "X-Herd-Session",
            "X-Herd-Priority",
            "X-Herd-Node",
            "X-Herd-Deadline");

    private static final List<String> LOCAL_SUFFIXES = List.of(".localhost", ".local", ".internal");

    private static final Set<String> APP_SCHEMES = Set.of(
            "app",
            "file",
            "tauri",
            "vscode-webview",
            "vscode-file",
            "chrome-extension",
            "moz-extension",
            "safari-web-extension");

    private final boolean loopbackOnly;
    private final String ownName;

    /// @param loopbackOnly whether the endpoint listens on loopback alone; only then is a foreign `Host` a sign of DNS
    ///     rebinding
    BrowserGuard(boolean loopbackOnly, String ownName) {
        this.loopbackOnly = loopbackOnly;
        this.ownName = ownName.toLowerCase(Locale.ROOT);
    }

    boolean allowsHost(String hostHeader) {
        return !loopbackOnly || hostHeader.isEmpty() || isLocal(withoutPort(hostHeader));
    }

    boolean allowsOrigin(String origin) {
        if (origin.isEmpty()) {
            return true;
        }
        int end = origin.indexOf("://");
        String scheme = end < 0 ? "" : origin.substring(0, end).toLowerCase(Locale.ROOT);
        if (APP_SCHEMES.contains(scheme)) {
            return true;
        }
        try {
            URI uri = URI.create(origin);
            String host = uri.getHost() == null ? "" : uri.getHost();
            return (scheme.equals("http") || scheme.equals("https"))
                    && Set.of("localhost", "127.0.0.1", "0.0.0.0", "[::1]").contains(host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }

    private boolean isLocal(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || (!ownName.isEmpty() && name.equals(ownName))) {
            return true;
        }
        if (LOCAL_SUFFIXES.stream().anyMatch(name::endsWith)) {
            return true;
        }
        return isAddress(name) && isNear(name);
    }

    /// Digits and dots, or an IPv6 literal: only these are parsed, so that nothing is ever looked up.
    private static boolean isAddress(String name) {
        return name.indexOf(':') >= 0
                || (!name.isEmpty()
                        && name.chars().allMatch(letter -> letter == '.' || (letter >= '0' && letter <= '9')));
    }

    private static boolean isNear(String literal) {
        try {
            InetAddress address = InetAddress.ofLiteral(literal);
            return address.isLoopbackAddress()
                    || address.isSiteLocalAddress()
                    || address.isAnyLocalAddress()
                    || address.isLinkLocalAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    private static String withoutPort(String host) {
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            return end > 0 ? host.substring(1, end) : host;
        }
        int colon = host.lastIndexOf(':');
        return colon >= 0 && host.indexOf(':') == colon ? host.substring(0, colon) : host;
    }
}
