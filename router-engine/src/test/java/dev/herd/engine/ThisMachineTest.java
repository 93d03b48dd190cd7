package dev.herd.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.UpstreamId;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThisMachineTest {
    private final ThisMachine machine = new ThisMachine("Desk");

    private boolean same(String one, String other) {
        return machine.isOneServer(UpstreamId.parse(one), UpstreamId.parse(other));
    }

    @Test
    void answersToItsNamesAndAddresses() throws SocketException {
        assertThat(List.of("127.0.0.1", "127.0.0.53", "localhost", "[::1]", "desk", "desk.local"))
                .allMatch(machine::answersTo);
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address : network.inetAddresses().toList()) {
                String host = address.getHostAddress().replaceAll("%.*", "");
                assertThat(machine.answersTo(host.contains(":") ? "[" + host + "]" : host))
                        .as(host)
                        .isTrue();
            }
        }
    }

    @Test
    void doesNotAnswerForOthers() {
        // Addresses for documentation (RFC 5737, RFC 3849), which no machine has.
        assertThat(List.of("192.0.2.7", "[2001:db8::1]")).noneMatch(machine::answersTo);
    }

    @Test
    void tellsWhatItKnowsWithoutAskingAnybody() {
        assertThat(machine.answersPlainlyTo("127.0.0.1")).contains(true);
        assertThat(machine.answersPlainlyTo("desk.local")).contains(true);
        assertThat(machine.answersPlainlyTo("192.0.2.7")).contains(false);
        assertThat(machine.answersPlainlyTo("studio.invalid")).isEmpty();
    }

    @Test
    void takesTwoAddressesOfItsOwnWithOnePortForOneServer() {
        assertThat(same("http://127.0.0.1:11434", "http://desk.local:11434")).isTrue();
        assertThat(same("http://[::1]:11434", "http://Desk:11434/")).isTrue();
        assertThat(same("http://studio.invalid:1", "http://studio.invalid:1")).isTrue();

        assertThat(same("http://127.0.0.1:11434", "http://127.0.0.1:11435")).isFalse();
        assertThat(same("http://127.0.0.1:11434", "http://192.0.2.7:11434")).isFalse();
        assertThat(same("http://127.0.0.1:443", "https://127.0.0.1:443")).isFalse();
        assertThat(same("http://127.0.0.1:1/a", "http://127.0.0.1:1/b")).isFalse();
    }
}
