package dev.herd.app.fleet;

import java.util.List;
import java.util.Locale;

/// Why a server probably does not answer, guessed from what the connection said.
final class LikelyCause {
    private record Sign(List<String> words, String cause) {}

    /// The first that fits counts.
    private static final List<Sign> SIGNS = List.of(
            new Sign(List.of("api key", "unauthorized"), "Its server wants an API key."),
            new Sign(
                    List.of("refused"),
                    "The machine answers, but no model server listens there: it is probably not running."),
            new Sign(
                    List.of("unknownhost", "unknown host", "name or service", "no such host", "nodename"),
                    "Nobody in this network knows that name: check the address."),
            new Sign(
                    List.of("no route", "unreachable", "host is down"),
                    "It is probably asleep, switched off or in another network; or Herd may not use the local network."),
            new Sign(
                    List.of("certificate", "ssl", "handshake", "tls"),
                    "Its certificate is not trusted here, or it does not speak TLS."),
            new Sign(
                    List.of("timed out", "timeout", "no connection to", "does not answer"),
                    "It is probably asleep or switched off, or a firewall is between."),
            new Sign(List.of("reset", "broke the connection"), "Its server probably crashed or is restarting."),
            new Sign(List.of("no model server", "does not list"), "Something else listens at that address."));

    private LikelyCause() {}

    /// A sentence; empty when the reason tells nothing more than it says.
    static String of(String reason) {
        String lower = reason.toLowerCase(Locale.ROOT);
        return SIGNS.stream()
                .filter(sign -> sign.words().stream().anyMatch(lower::contains))
                .map(Sign::cause)
                .findFirst()
                .orElse("");
    }
}
