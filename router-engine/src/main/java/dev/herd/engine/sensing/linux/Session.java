package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Command;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A person's session, as `loginctl show-session` describes it.
///
/// @param properties by their names
record Session(Map<String, String> properties) {
    /// Why nothing is known of a person where nobody can be: a server, or before anybody has logged in.
    static final String NOBODYS = "no session of a person";

    private static final String LOGINCTL = "loginctl";
    private static final List<String> PROPERTIES =
            List.of("IdleHint", "IdleSinceHint", "LockedHint", "Active", "Remote", "Class");

    Session {
        properties = Map.copyOf(properties);
    }

    /// The session of this process, if that is at this machine, else the one at the machine's screen.
    ///
    /// @throws IOException when there is none
    static Session find(Map<String, String> environment) throws IOException, InterruptedException {
        String own = environment.getOrDefault("XDG_SESSION_ID", "");
        Session session = own.isBlank() ? new Session(Map.of()) : described(own);
        if (!own.isBlank() && !session.isRemote()) {
            return session;
        }
        String atScreen = atScreen();
        if (atScreen.isBlank()) {
            throw new IOException(NOBODYS);
        }
        return described(atScreen);
    }

    private static String atScreen() throws IOException, InterruptedException {
        try {
            String seat = Command.of(LOGINCTL, "show-seat", "seat0", "-p", "ActiveSession")
                    .run();
            return parse(seat).properties().getOrDefault("ActiveSession", "");
        } catch (IOException none) {
            throw new IOException(NOBODYS, none);
        }
    }

    private static Session described(String id) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of(LOGINCTL, "show-session", id));
        PROPERTIES.forEach(property -> words.addAll(List.of("-p", property)));
        return parse(new Command(words).run());
    }

    /// What is not of the form `Name=value` is passed over.
    static Session parse(String text) {
        Map<String, String> properties = new HashMap<>();
        text.lines().forEach(line -> {
            int sign = line.indexOf('=');
            if (sign > 0) {
                properties.put(
                        line.substring(0, sign).strip(),
                        line.substring(sign + 1).strip());
            }
        });
        return new Session(properties);
    }

    /// How long nobody has touched it. A desktop that never said so does not know; while it says that somebody is
    /// there, that is less than the few minutes after which it would say otherwise, and taken as now.
    Optional<Duration> idle(Instant now) {
        String since = properties.getOrDefault("IdleSinceHint", "");
        if (!since.matches("[1-9]\\d{0,17}")) {
            return Optional.empty();
        }
        return truth("IdleHint").map(idle -> {
            Instant begun = Instant.EPOCH.plus(Long.parseLong(since), ChronoUnit.MICROS);
            return idle && begun.isBefore(now) ? Duration.between(begun, now) : Duration.ZERO;
        });
    }

    /// Whether it is locked, or somebody else's session has the screen, or nobody has logged in. A desktop may lock
    /// without saying so here.
    Optional<Boolean> locked() {
        boolean away = truth("Active").filter(active -> !active).isPresent()
                || properties.getOrDefault("Class", "").equals("greeter");
        return away ? Optional.of(true) : truth("LockedHint");
    }

    private boolean isRemote() {
        return truth("Remote").orElse(false);
    }

    private Optional<Boolean> truth(String name) {
        return switch (properties.getOrDefault(name, "")) {
            case "yes" -> Optional.of(true);
            case "no" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
