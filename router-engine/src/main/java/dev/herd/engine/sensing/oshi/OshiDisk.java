package dev.herd.engine.sensing.oshi;

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
import java.util.Optional;
import oshi.hardware.HWDiskStore;

/// The room on a folder's disk, and how long the busiest disk worked since the last look.
final class OshiDisk implements Metered.Meter<Disk> {
    private static final double MILLIS = 1000;

    private final Path folder;
    private final List<HWDiskStore> disks;
    private final Map<String, Growth> busy = new HashMap<>();

    /// @param folder exists
    OshiDisk(Path folder, List<HWDiskStore> disks) {
        this.folder = folder;
        this.disks = List.copyOf(disks);
    }

    @Override
    public Optional<Disk> until(Instant now) throws IOException {
        FileStore store = Files.getFileStore(folder);
        disks.forEach(HWDiskStore::updateAttributes);
        double busiest = disks.stream()
                .mapToDouble(disk -> busy.computeIfAbsent(disk.getName(), name -> new Growth())
                        .perSecond(disk.getTransferTime(), now))
                .filter(rate -> !Double.isNaN(rate))
                .max()
                .orElse(disks.isEmpty() ? 0 : Double.NaN);
        return Double.isNaN(busiest)
                ? Optional.empty()
                : Optional.of(new Disk(store.getTotalSpace(), store.getUsableSpace(), busiest / MILLIS));
    }
}
