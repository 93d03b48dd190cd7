package dev.herd.engine.presence;

import dev.herd.engine.signal.Reading;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// Whether a laptop is at home, where its fleet is. Away it serves its own person alone and asks nobody.
/// Home are the networks in which its fleet was seen. Immutable. A rule so far: nothing sets networks yet.
///
/// @param home the networks of home
public record Roaming(Set<Network> home) {
    /// Routers that stand in for each other share addresses of this kind (VRRP, RFC 5798), the same ones in
    /// many houses.
    private static final String STAND_INS = "00005e0001";

    /// One network that the machine is in.
    ///
    /// @param gateway its router's network address as twelve hexadecimal digits; empty where that cannot be
    ///     told
    public record Network(String gateway, Subnet subnet) {
        public Network {
            gateway = gateway.isBlank() ? "" : MagicPacket.digits(gateway);
        }

        /// Whether both are one. A router's own address tells houses apart that both use 192.168.1.0/24;
        /// without it the subnet has to do.
        boolean isSame(Network other) {
            if (gateway.isEmpty() || other.gateway.isEmpty() || gateway.startsWith(STAND_INS)) {
                return subnet.equals(other.subnet)
                        && (gateway.isEmpty() || other.gateway.isEmpty() || gateway.equals(other.gateway));
            }
            return gateway.equals(other.gateway);
        }
    }

    /// Where the machine is.
    public enum Place {
        HOME,
        /// It serves itself alone.
        AWAY,
        /// Nobody can tell, or no home is known: nothing changes.
        UNKNOWN
    }

    public Roaming {
        home = Set.copyOf(home);
    }

    /// @param networks all that the machine is in, tunnels included; none when it is in none
    public Place place(Reading<? extends Collection<Network>> networks) {
        if (home.isEmpty() || networks.known().isEmpty()) {
            return Place.UNKNOWN;
        }
        boolean atHome =
                networks.known().get().stream().anyMatch(here -> home.stream().anyMatch(known -> known.isSame(here)));
        return atHome ? Place.HOME : Place.AWAY;
    }

    /// These and one more, in which the fleet was seen.
    public Roaming with(Network network) {
        Set<Network> more = new HashSet<>(home);
        more.add(network);
        return new Roaming(more);
    }
}
