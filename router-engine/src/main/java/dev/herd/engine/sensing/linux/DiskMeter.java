package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Growth;
import dev.herd.engine.sensing.Metered;
import dev.herd.engine.signal.Disk;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// The room on a folder's disk, and how long the disk worked since the last look at `/proc/diskstats`. Where the folder
/// lies on several disks (btrfs, ZFS) the busiest of all counts.
final class DiskMeter implements Metered.Meter<Disk> {
    private static final List<String> NOT_DISKS = List.of("loop", "ram", "zram");
    private static final double MILLIS = 1000;

    private final Path folder;
    private final Tree proc;
    private final Growth busy = new Growth();
    private final Map<String, Growth> each = new HashMap<>();

    /// @param folder need not exist: the nearest one above it that does counts
    DiskMeter(Path folder, Tree proc) {
        this.folder = folder.toAbsolutePath();
        this.proc = proc;
    }

    @Override
    public Optional<Disk> until(Instant now) throws IOException {
        Path there = nearest(folder);
        FileStore store = Files.getFileStore(there);
        Map<String, Long> worked = parse(proc.read("diskstats"));
        OptionalLong own = device(there).map(worked::get).map(OptionalLong::of).orElse(OptionalLong.empty());
        double perSecond = own.isPresent() ? busy.perSecond(own.getAsLong(), now) : busiest(worked, now);
        return Double.isNaN(perSecond)
                ? Optional.empty()
                : Optional.of(new Disk(store.getTotalSpace(), store.getUsableSpace(), perSecond / MILLIS));
    }

    private double busiest(Map<String, Long> worked, Instant now) {
        return worked.entrySet().stream()
                .mapToDouble(disk -> each.computeIfAbsent(disk.getKey(), name -> new Growth())
                        .perSecond(disk.getValue(), now))
                .filter(rate -> !Double.isNaN(rate))
                .max()
                .orElse(worked.isEmpty() ? 0 : Double.NaN);
    }

    private static Path nearest(Path folder) {
        Path there = folder;
        while (!Files.exists(there)) {
            there = Objects.requireNonNullElse(there.getParent(), Path.of("/"));
        }
        return there;
    }

    /// `major:minor`, from the number that the system gives the file's disk (glibc's `gnu_dev_major`).
    private static Optional<String> device(Path there) throws IOException {
        if (!(Files.getAttribute(there, "unix:dev") instanceof Long number)) {
            return Optional.empty();
        }
        long major = (number >>> 8 & 0xfff) | (number >>> 32 & ~0xfffL);
        long minor = (number & 0xff) | (number >>> 12 & ~0xffL);
        return Optional.of(major + ":" + minor);
    }

    /// Milliseconds that each disk and part worked, by `major:minor`.
    static Map<String, Long> parse(String text) {
        Map<String, Long> worked = new HashMap<>();
        for (String line : text.lines().toList()) {
            String[] words = line.strip().split("\\s+");
            if (words.length > 12 && Digits.are(words[12]) && NOT_DISKS.stream().noneMatch(words[2]::startsWith)) {
                worked.put(words[0] + ":" + words[1], Long.parseLong(words[12]));
            }
        }
        return worked;
    }
}
