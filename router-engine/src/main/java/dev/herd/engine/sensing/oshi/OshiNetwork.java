package dev.herd.engine.sensing.oshi;

import dev.herd.engine.sensing.Growth;
import dev.herd.engine.sensing.Metered;
import dev.herd.engine.signal.NetworkUse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import oshi.hardware.NetworkIF;

/// What went through the network interfaces since the last look; OSHI leaves loopback out. What passes a tunnel passes
/// an interface with a connector too, so only those count where there are any.
final class OshiNetwork implements Metered.Meter<NetworkUse> {
    private final List<NetworkIF> interfaces;
    private final Growth received = new Growth();
    private final Growth sent = new Growth();

    OshiNetwork(List<NetworkIF> interfaces) {
        List<NetworkIF> connected =
                interfaces.stream().filter(NetworkIF::isConnectorPresent).toList();
        this.interfaces = connected.isEmpty() ? interfaces : connected;
    }

    @Override
    public Optional<NetworkUse> until(Instant now) {
        interfaces.forEach(NetworkIF::updateAttributes);
        double in = received.perSecond(
                interfaces.stream().mapToLong(NetworkIF::getBytesRecv).sum(), now);
        double out = sent.perSecond(
                interfaces.stream().mapToLong(NetworkIF::getBytesSent).sum(), now);
        return Double.isNaN(in) || Double.isNaN(out) ? Optional.empty() : Optional.of(new NetworkUse(in, out));
    }
}
