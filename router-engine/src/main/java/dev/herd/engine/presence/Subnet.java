package dev.herd.engine.presence;

/// A network of IPv4 addresses.
///
/// @param network its first address, as bits
/// @param prefix how many bits its addresses share, 0 to 32
public record Subnet(int network, int prefix) {
    public Subnet {
        if (prefix < 0 || prefix > 32) {
            throw new IllegalArgumentException("a prefix of " + prefix + " bits");
        }
        network &= mask(prefix);
    }

    private static int mask(int prefix) {
        return prefix == 0 ? 0 : -1 << (32 - prefix);
    }

    /// Reads `192.168.1.7/24`: an interface's address with the length of its prefix.
    ///
    /// @throws IllegalArgumentException when it is something else
    public static Subnet parse(String text) {
        if (!text.matches("(\\d{1,3}\\.){3}\\d{1,3}/\\d{1,2}")) {
            throw new IllegalArgumentException("\"" + text + "\" is no network such as 192.168.1.0/24");
        }
        String[] parts = text.split("[./]");
        int address = 0;
        for (int part = 0; part < 4; part++) {
            int octet = Integer.parseInt(parts[part]);
            if (octet > 255) {
                throw new IllegalArgumentException("\"" + text + "\" is no network such as 192.168.1.0/24");
            }
            address = (address << 8) | octet;
        }
        return new Subnet(address, Integer.parseInt(parts[4]));
    }

    /// Whether a packet can be sent to all of it: not to one between two machines, nor to one of all there
    /// are.
    public boolean hasBroadcast() {
        return prefix > 0 && prefix < 31;
    }

    /// The address that reaches all of it, such as `192.168.1.255`.
    public String broadcast() {
        return text(network | ~mask(prefix));
    }

    private static String text(int address) {
        return (address >>> 24) + "." + ((address >>> 16) & 255) + "." + ((address >>> 8) & 255) + "."
                + (address & 255);
    }

    @Override
    public String toString() {
        return text(network) + "/" + prefix;
    }
}
