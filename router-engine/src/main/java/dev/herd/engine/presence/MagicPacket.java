package dev.herd.engine.presence;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/// What wakes a machine that sleeps: six bytes of ones, then its network address sixteen times (AMD, Magic
/// Packet Technology, 1995), sent as UDP to port 9 of the broadcast address of each of our networks. Bytes
/// only: nothing sends them yet.
public final class MagicPacket {
    /// Discard: nobody answers there.
    public static final int PORT = 9;

    private static final int ADDRESS_BYTES = 6;
    private static final int REPEATS = 16;

    private MagicPacket() {}

    /// The packet's 102 bytes.
    ///
    /// @param address twelve hexadecimal digits, alone or in pairs with `:` or `-` between, or in fours
    ///     with `.`
    /// @throws IllegalArgumentException when it is no address of one machine
    public static byte[] of(String address) {
        byte[] one = HexFormat.of().parseHex(digits(address));
        byte[] packet = new byte[ADDRESS_BYTES * (REPEATS + 1)];
        Arrays.fill(packet, 0, ADDRESS_BYTES, (byte) 0xFF);
        for (int at = ADDRESS_BYTES; at < packet.length; at += ADDRESS_BYTES) {
            System.arraycopy(one, 0, packet, at, ADDRESS_BYTES);
        }
        return packet;
    }

    /// An address as its twelve digits, so that two spellings of one are equal.
    ///
    /// @throws IllegalArgumentException as [#of]
    static String digits(String address) {
        String text = address.strip().toLowerCase(Locale.ROOT);
        if (!text.matches("[0-9a-f]{12}|([0-9a-f]{2}[:-]){5}[0-9a-f]{2}|([0-9a-f]{4}\\.){2}[0-9a-f]{4}")) {
            throw new IllegalArgumentException("\"" + address + "\" is no network address such as 3c:22:fb:01:02:03");
        }
        String digits = text.replaceAll("[:.-]", "");
        boolean group = (Integer.parseInt(digits.substring(1, 2), 16) & 1) == 1;
        if (group || digits.equals("0".repeat(2 * ADDRESS_BYTES))) {
            throw new IllegalArgumentException("\"" + address + "\" is no address of one machine");
        }
        return digits;
    }
}
