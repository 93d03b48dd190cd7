package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.ProcessTable;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Processes as `/proc` shows them, their time in ticks.
///
/// @param proc `/proc`
record ProcProcesses(Tree proc, long pageBytes) implements ProcessTable {
    @Override
    public Set<Long> running() throws IOException {
        Set<Long> numbers =
                proc.names("").stream().filter(Digits::are).map(Long::valueOf).collect(Collectors.toSet());
        if (numbers.isEmpty()) {
            throw new IOException(proc.root() + " shows no process");
        }
        return numbers;
    }

    @Override
    public Optional<String> name(long process) {
        return stat(process).map(ProcessStat::name);
    }

    @Override
    public List<String> arguments(long process) {
        return proc.text(process + "/cmdline")
                .map(text -> Arrays.asList(text.split("\0")))
                .orElse(List.of());
    }

    @Override
    public Optional<Use> use(long process) {
        return stat(process).map(stat -> new Use(stat.started(), stat.ticks(), stat.residentPages() * pageBytes));
    }

    @Override
    public long offered(Instant now) throws IOException {
        return CpuTimes.parse(proc.read("stat"))
                .orElseThrow(() -> new IOException(proc.name("stat") + " is not understood"))
                .total();
    }

    private Optional<ProcessStat> stat(long process) {
        return proc.text(process + "/stat").flatMap(ProcessStat::parse);
    }
}
