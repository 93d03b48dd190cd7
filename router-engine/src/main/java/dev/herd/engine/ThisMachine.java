package dev.herd.engine;

import dev.herd.engine.fleet.UpstreamId;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// By which names and addresses this machine is reached from itself. Thread-safe.
final class ThisMachine {
    private final Set<String> names;

    /// Names that were looked up with success. A name that nobody knew may be known later.
    private final Map<String, Boolean> lookedUp = new ConcurrentHashMap<>();

    /// @param hostName without a domain
    ThisMachine(String hostName) {
        String lower = hostName.toLowerCase(Locale.ROOT);
        names = Set.of("localhost", lower, lower + ".local");
    }

    /// Whether two addresses lead to one server of this machine: a server that listens on the network listens on
    /// loopback too, and two programs rarely share a port. May look names up.
    boolean isOneServer(UpstreamId one, UpstreamId other) {
        return isOneServer(one, other, this::answersTo);
    }

    /// The same as far as it can be told without asking anybody.
    boolean isPlainlyOneServer(UpstreamId one, UpstreamId other) {
        return isOneServer(one, other, host -> answersPlainlyTo(host).orElse(false));
    }

    private static boolean isOneServer(UpstreamId one, UpstreamId other, Predicate<String> isHere) {
        if (one.equals(other)) {
            return true;
        }
        URI first = URI.create(one.url());
        URI second = URI.create(other.url());
        return first.getPort() == second.getPort()
                && first.getScheme().equals(second.getScheme())
                && first.getRawPath().equals(second.getRawPath())
                && isHere.test(first.getHost())
                && isHere.test(second.getHost());
    }

    /// Whether a host in an address is this machine. Looks names up that are not its own, which may take seconds.
    boolean answersTo(String host) {
        Optional<Boolean> plain = answersPlainlyTo(host);
        if (plain.isPresent()) {
            return plain.get();
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (isOwn(address)) {
                    lookedUp.put(host, true);
                    return true;
                }
            }
            lookedUp.put(host, false);
            return false;
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    /// The same as far as it can be told without asking anybody; empty when it cannot.
    Optional<Boolean> answersPlainlyTo(String host) {
        if (names.contains(host)) {
            return Optional.of(true);
        }
        try {
            return Optional.of(isOwn(InetAddress.ofLiteral(withoutBrackets(host))));
        } catch (IllegalArgumentException name) {
            return Optional.ofNullable(lookedUp.get(host));
        }
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static boolean isOwn(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unreadable) {
            return false;
        }
    }
}
