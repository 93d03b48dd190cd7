package dev.herd.engine.sensing.oshi;

import dev.herd.engine.sensing.ProcessTable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/// Processes as the runtime lists them, which is cheap, and as OSHI describes the few that matter. Their time in
/// milliseconds.
///
/// @param processors how many there are
record OshiProcesses(OperatingSystem system, int processors) implements ProcessTable {
    @Override
    public Set<Long> running() {
        return ProcessHandle.allProcesses().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    @Override
    public Optional<String> name(long process) {
        return ProcessHandle.of(process).flatMap(handle -> handle.info().command());
    }

    @Override
    public List<String> arguments(long process) {
        Optional<ProcessHandle.Info> told = ProcessHandle.of(process).map(ProcessHandle::info);
        Stream<String> name = told.flatMap(ProcessHandle.Info::command).stream();
        Stream<String> rest =
                told.flatMap(ProcessHandle.Info::arguments).stream().flatMap(Arrays::stream);
        return Stream.concat(name, rest).toList();
    }

    @Override
    public Optional<Use> use(long process) {
        return Optional.ofNullable(system.getProcess((int) process)).map(OshiProcesses::use);
    }

    private static Use use(OSProcess process) {
        return new Use(
                process.getStartTime(), process.getUserTime() + process.getKernelTime(), process.getResidentMemory());
    }

    @Override
    public long offered(Instant now) {
        return now.toEpochMilli() * processors;
    }
}
