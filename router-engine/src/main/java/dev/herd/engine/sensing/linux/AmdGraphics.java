package dev.herd.engine.sensing.linux;

import dev.herd.engine.signal.Accelerators.Accelerator;
import java.util.List;
import java.util.OptionalLong;

/// AMD's graphics processors, as their driver shows them under `/sys/class/drm`.
final class AmdGraphics {
    private static final String CARDS = "class/drm";
    private static final String VENDOR = "0x1002";
    private static final double PERCENT = 100;

    private AmdGraphics() {}

    static List<Accelerator> read(Tree sys) {
        return sys.names(CARDS).stream()
                .filter(name -> name.matches("card\\d+"))
                .map(name -> CARDS + "/" + name + "/device")
                .filter(device -> sys.text(device + "/vendor").orElse("").equals(VENDOR)
                        && sys.has(device + "/mem_info_vram_total"))
                .map(device -> card(sys, device))
                .toList();
    }

    private static Accelerator card(Tree sys, String device) {
        boolean asleep = sys.text(device + "/power/runtime_status").orElse("").equals("suspended");
        // Reading the load would wake it.
        OptionalLong busy = asleep ? OptionalLong.of(0) : sys.number(device + "/gpu_busy_percent");
        return new Accelerator(
                name(sys, device),
                busy.isPresent() ? Math.clamp(busy.getAsLong() / PERCENT, 0, 1) : Double.NaN,
                sys.number(device + "/mem_info_vram_total").orElse(0),
                sys.number(device + "/mem_info_vram_used").orElse(0));
    }

    private static String name(Tree sys, String device) {
        String told = sys.text(device + "/product_name").orElse("");
        return told.isEmpty() ? "AMD graphics " + sys.text(device + "/device").orElse("") : told;
    }
}
