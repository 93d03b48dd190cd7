package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Growth;
import dev.herd.engine.sensing.Metered;
import dev.herd.engine.signal.NetworkUse;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What goes through the network interfaces since the last look at `/proc/net/dev`. What passes a bridge or tunnel
/// passes an interface with a device too, so only those count where there are any.
final class NetworkMeter implements Metered.Meter<NetworkUse> {
    private static final String LOOPBACK = "lo";

    private final Tree proc;
    private final Tree sys;
    private final Growth received = new Growth();
    private final Growth sent = new Growth();

    NetworkMeter(Tree proc, Tree sys) {
        this.proc = proc;
        this.sys = sys;
    }

    /// Bytes since it came up.
    record Traffic(long received, long sent) {}

    @Override
    public Optional<NetworkUse> until(Instant now) throws IOException {
        Map<String, Traffic> all = parse(proc.read("net/dev"));
        Map<String, Traffic> devices = all.entrySet().stream()
                .filter(one -> sys.has("class/net/" + one.getKey() + "/device"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Collection<Traffic> counted = (devices.isEmpty() ? all : devices).values();
        double in =
                received.perSecond(counted.stream().mapToLong(Traffic::received).sum(), now);
        double out = sent.perSecond(counted.stream().mapToLong(Traffic::sent).sum(), now);
        return Double.isNaN(in) || Double.isNaN(out) ? Optional.empty() : Optional.of(new NetworkUse(in, out));
    }

    /// By interface, loopback left out.
    static Map<String, Traffic> parse(String text) {
        Map<String, Traffic> all = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            int colon = line.lastIndexOf(':');
            if (colon < 0) {
                continue;
            }
            String[] numbers = line.substring(colon + 1).strip().split("\\s+");
            String name = line.substring(0, colon).strip();
            boolean whole = numbers.length > 8 && Digits.are(numbers[0]) && Digits.are(numbers[8]);
            if (whole && !name.equals(LOOPBACK)) {
                all.put(name, new Traffic(Long.parseLong(numbers[0]), Long.parseLong(numbers[8])));
            }
        }
        return all;
    }
}
