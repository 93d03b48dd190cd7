package dev.herd.app.fleet;

import dev.herd.engine.api.ServerProbe;
import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.UpstreamId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A model server as a person describes it, while the description is being written.
///
/// @param address as typed; a host alone gets the port that Ollama listens on
/// @param name as typed; empty means [#suggestedName]
/// @param slots as typed; empty means that Herd finds out
/// @param probe what answered at this very address, null while that is not known
/// @param fleet who is there already
record ServerDraft(
        String address, String name, String slots, @Nullable ServerProbe probe, FleetSnapshot fleet) {
    static final ServerDraft EMPTY = new ServerDraft("", "", "", null, FleetSnapshot.EMPTY);

    private static final int BLANK = ' ';

    /// Ollama's own reading of an address without scheme and port.
    private static final String USUAL_PORT = ":11434";

    ServerDraft {
        address = completed(address.strip());
        name = name.strip();
        slots = slots.strip();
    }

    private static String completed(String typed) {
        boolean whole = typed.isEmpty()
                || typed.contains("/")
                || typed.chars().anyMatch(c -> c <= BLANK)
                || typed.indexOf(':', typed.lastIndexOf(']') + 1) >= 0;
        return whole ? typed : typed + USUAL_PORT;
    }

    /// Whether it is worth asking what answers there.
    boolean isAddress() {
        return parsed().isPresent();
    }

    /// The server's address: as the probe found it, else as it was typed.
    Optional<UpstreamId> id() {
        return probe instanceof ServerProbe.Found found ? Optional.of(found.address()) : parsed();
    }

    private Optional<UpstreamId> parsed() {
        if (address.isEmpty() || address.chars().anyMatch(c -> c <= BLANK)) {
            return Optional.empty();
        }
        try {
            return Optional.of(UpstreamId.parse(address));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /// The first part of the host's name; with a number for an address, or when that name is taken, host and port.
    String suggestedName() {
        return id().map(id -> {
                    String host = id.hostAndPort().substring(0, id.hostAndPort().lastIndexOf(':'));
                    int dot = host.indexOf('.');
                    String first = dot < 0 ? host : host.substring(0, dot);
                    return isNumeric(host) || isTaken(first) ? id.hostAndPort() : first;
                })
                .orElse("");
    }

    private static boolean isNumeric(String host) {
        return host.startsWith("[") || host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
    }

    private boolean isTaken(String word) {
        return fleet.node(word).isPresent();
    }

    /// What is wrong with the address, empty when nothing is.
    String addressProblem() {
        if (address.isEmpty()) {
            return "";
        }
        Optional<UpstreamId> id = id();
        if (id.isEmpty()) {
            return "That is no address. It looks like 192.168.1.20:11434 or http://studio.local:1234.";
        }
        return owner(id.get())
                .map(node -> "That server is in the fleet already, as " + node.name() + ".")
                .orElse("");
    }

    private Optional<Node> owner(UpstreamId id) {
        return fleet.nodes().stream()
                .filter(node -> node.upstreams().stream()
                        .anyMatch(upstream -> upstream.id().equals(id)))
                .findFirst();
    }

    /// What is wrong with the name, empty when nothing is.
    String nameProblem() {
        return isTaken(chosenName()) ? "There is a machine of that name already. Give it another." : "";
    }

    private String chosenName() {
        return name.isEmpty() ? suggestedName() : name;
    }

    /// What is wrong with the slots, empty when nothing is.
    String slotsProblem() {
        return slotCount() < 0
                ? "A number from 1 to " + UpstreamConfig.MAX_SLOTS + ", or nothing: then Herd finds out."
                : "";
    }

    /// 0 to find out, negative when what is written is no number of slots.
    private int slotCount() {
        if (slots.isEmpty()) {
            return 0;
        }
        try {
            int count = Integer.parseInt(slots);
            return count < 1 || count > UpstreamConfig.MAX_SLOTS ? -1 : count;
        } catch (NumberFormatException wrong) {
            return -1;
        }
    }

    /// What Herd would be told; empty while something is missing or wrong.
    Optional<UpstreamConfig> config() {
        boolean wrong = !addressProblem().isEmpty()
                || !nameProblem().isEmpty()
                || !slotsProblem().isEmpty();
        String chosen = chosenName();
        return wrong || chosen.isEmpty()
                ? Optional.empty()
                : id().map(id -> new UpstreamConfig(id, chosen, null, slotCount(), 0, "", ""));
    }
}
