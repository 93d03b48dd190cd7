package dev.herd.engine.demo;

import dev.herd.engine.simulation.SimulatedMachine;
import dev.herd.engine.simulation.SimulatedModel;
import java.util.List;
import java.util.Set;

/// The machines of the demo fleet and what stands on their disks. Sizes and speeds are those of real machines and
/// models of that kind, as their makers publish them.
final class DemoMachines {
    private static final long GIGABYTE = 1_000_000_000L;
    private static final long GIBIBYTE = 1L << 30;

    private static final SimulatedModel LARGE = new SimulatedModel(
            "demo/llama3.3:70b", "llama", 42_520_000_000L, 70.6e9, 80, 1024, 131_072, Set.of("completion", "tools"));
    private static final SimulatedModel MIDDLE = new SimulatedModel(
            "demo/qwen3:32b",
            "qwen3",
            20_200_000_000L,
            32.8e9,
            64,
            1024,
            40_960,
            Set.of("completion", "tools", "thinking"));
    private static final SimulatedModel SMALL = new SimulatedModel(
            "demo/llama3.1:8b", "llama", 4_920_000_000L, 8.03e9, 32, 1024, 131_072, Set.of("completion", "tools"));
    private static final SimulatedModel EMBEDDER = new SimulatedModel(
            "demo/nomic-embed-text:latest", "nomic-bert", 274_000_000L, 0.137e9, 12, 768, 2048, Set.of("embedding"));

    private DemoMachines() {}

    static List<SimulatedMachine> all() {
        return List.of(
                new SimulatedMachine(
                        "Studio",
                        128 * GIBIBYTE,
                        96 * GIBIBYTE,
                        800.0 * GIGABYTE,
                        27e12,
                        5.5 * GIGABYTE,
                        4,
                        List.of(LARGE, MIDDLE, SMALL, EMBEDDER)),
                new SimulatedMachine(
                        "MacBook Pro",
                        64 * GIBIBYTE,
                        48 * GIBIBYTE,
                        400.0 * GIGABYTE,
                        14e12,
                        6.0 * GIGABYTE,
                        2,
                        List.of(MIDDLE, SMALL)),
                new SimulatedMachine(
                        "Mini",
                        24 * GIBIBYTE,
                        16 * GIBIBYTE,
                        273.0 * GIGABYTE,
                        8e12,
                        3.5 * GIGABYTE,
                        2,
                        List.of(SMALL, EMBEDDER)));
    }
}
