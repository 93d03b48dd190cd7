package dev.herd.engine.cli;

import dev.herd.engine.fleet.NearestName;
import dev.herd.engine.simulation.Comparison;
import dev.herd.engine.simulation.EndlessException;
import dev.herd.engine.simulation.PolicyName;
import dev.herd.engine.simulation.Report;
import dev.herd.engine.simulation.Scenario;
import dev.herd.engine.storage.HomeDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `herd simulate`.
@Command(
        name = "simulate",
        description = "Runs a fleet that does not exist under a virtual clock, and compares policies on it.",
        footer = {
            "",
            "Without SCENARIO it lists those that come with Herd. The same scenario and seed give the same output.",
            "docs/simulation.md tells how to write one, and what the policies are."
        },
        mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {
    /// A page of figures for each shipped scenario; enough seeds that chance does not decide.
    private static final int REPORT_SEEDS = 4;

    private static final int MOST_SEEDS = 1000;
    private static final int LARGEST_FILE = 64 << 20;
    private static final String ALL = "all";

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(paramLabel = "SCENARIO", arity = "0..1", description = "A file, or the name of a shipped scenario.")
    @Nullable
    String scenario;

    @Option(
            names = "--policy",
            split = ",",
            paramLabel = "NAME",
            description = "Which policies, or all (default: herd and clairvoyant-fair).")
    List<String> policies = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "The first seed (default: the scenario's own).")
    @Nullable
    Long seed;

    @Option(
            names = "--seeds",
            paramLabel = "COUNT",
            defaultValue = "1",
            description = "How many runs, each with the next seed (default: ${DEFAULT-VALUE}).")
    int seeds;

    @Option(names = "--json", description = "Print JSON (default: tables).")
    boolean json;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write the page on all shipped scenarios under all policies (default: none).")
    @Nullable
    Path report;

    @Option(names = "--replay", description = "Run what this home's history holds (default: a scenario).")
    boolean replay;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "With --replay, whose history (default: this system's place for it).")
    @Nullable
    Path home;

    @Option(names = "--limit", paramLabel = "N", description = "With --replay, the last so many (default: 10000).")
    @Nullable
    Integer limit;

    @Option(names = "--without", paramLabel = "NODE", description = "With --replay, leave it out (default: none).")
    List<String> without = new ArrayList<>();

    @Option(
            names = "--add",
            paramLabel = "name=…,like=NODE",
            description = "With --replay, one more machine (default: none).")
    List<String> added = new ArrayList<>();

    @Option(
            names = "--slots",
            paramLabel = "NODE=N",
            description = "With --replay, other slots (default: as many as ran at once).")
    List<String> slots = new ArrayList<>();

    @Override
    public Integer call() {
        CommandSpec command = spec;
        if (command == null) {
            throw new IllegalStateException("picocli sets the specification before it calls");
        }
        PrintWriter out = command.commandLine().getOut();
        try {
            run(out);
            out.flush();
            return 0;
        } catch (CommandFailed failed) {
            command.commandLine().getErr().println("herd: " + failed.getMessage());
            return failed.exitCode();
        }
    }

    private void run(PrintWriter out) throws CommandFailed {
        checkOptions();
        if (report != null) {
            report(report, out);
        } else if (replay) {
            replay(out);
        } else if (scenario == null) {
            list(out);
        } else {
            show(compare(read(scenario)), out);
        }
    }

    private void checkOptions() throws CommandFailed {
        if (seeds < 1 || seeds > MOST_SEEDS) {
            throw CommandFailed.usage("--seeds must be from 1 to " + MOST_SEEDS);
        }
        boolean ofReplay = home != null || limit != null || !without.isEmpty() || !added.isEmpty() || !slots.isEmpty();
        if (ofReplay && !replay) {
            throw CommandFailed.usage("--home, --limit, --without, --add and --slots go with --replay");
        }
        if ((replay ? 1 : 0) + (report != null ? 1 : 0) + (scenario != null ? 1 : 0) > 1) {
            throw CommandFailed.usage("SCENARIO, --replay and --report exclude each other");
        }
        if (report != null && (json || !policies.isEmpty() || seed != null || seeds != 1)) {
            throw CommandFailed.usage("--report has its own policies and seeds");
        }
        policyNames();
    }

    private Set<PolicyName> policyNames() throws CommandFailed {
        Set<PolicyName> names = new LinkedHashSet<>();
        for (String label : policies) {
            if (label.equals(ALL)) {
                names.addAll(List.of(PolicyName.values()));
            } else {
                names.add(policyName(label));
            }
        }
        if (names.isEmpty()) {
            names.add(PolicyName.HERD);
            names.add(PolicyName.CLAIRVOYANT_FAIR);
        }
        return names;
    }

    private static PolicyName policyName(String label) throws CommandFailed {
        List<String> labels = new ArrayList<>(
                Arrays.stream(PolicyName.values()).map(PolicyName::label).toList());
        labels.add(ALL);
        return PolicyName.parse(label)
                .orElseThrow(() -> CommandFailed.usage("no policy is called " + label
                        + NearestName.of(label, labels)
                                .map(near -> ", did you mean " + near + "?")
                                .orElse("; there are " + String.join(", ", labels))));
    }

    private static void list(PrintWriter out) {
        var table = new Table("SCENARIO", "ABOUT");
        for (String name : ShippedScenarios.names()) {
            table.row(name, ShippedScenarios.read(name).about());
        }
        table.print(out);
    }

    /// A file with a shipped scenario's name goes before it.
    private static Scenario read(String name) throws CommandFailed {
        try {
            Path file = Path.of(name);
            if (Files.isRegularFile(file)) {
                if (Files.size(file) > LARGEST_FILE) {
                    throw CommandFailed.usage(name + ": larger than 64 MiB");
                }
                return ScenarioFile.read(Files.readAllBytes(file));
            }
            if (!ShippedScenarios.names().contains(name)) {
                throw CommandFailed.usage("there is no file " + name + ", and no shipped scenario of that name"
                        + NearestName.of(name, ShippedScenarios.names())
                                .map(near -> ", did you mean " + near + "?")
                                .orElse("; herd simulate lists them"));
            }
            return ShippedScenarios.read(name);
        } catch (IllegalArgumentException wrong) {
            throw CommandFailed.usage(name + ": " + wrong.getMessage());
        } catch (IOException broken) {
            throw CommandFailed.failed(name + " cannot be read: " + broken.getMessage());
        }
    }

    private Comparison compare(Scenario asked) throws CommandFailed {
        Scenario first = seed == null ? asked : asked.withSeed(seed);
        try {
            return Comparison.of(first, policyNames(), seeds);
        } catch (EndlessException endless) {
            throw CommandFailed.failed(String.valueOf(endless.getMessage()));
        }
    }

    private void show(Comparison comparison, PrintWriter out) {
        if (json) {
            out.println(SimulationJson.text(comparison));
        } else {
            SimulationText.print(comparison, out);
        }
    }

    private void report(Path file, PrintWriter out) throws CommandFailed {
        try {
            Files.writeString(file, reportText());
            out.println("written to " + file);
        } catch (IOException broken) {
            throw CommandFailed.failed(file + " cannot be written: " + broken.getMessage());
        }
    }

    /// The page on all shipped scenarios. Takes half a minute.
    public static String reportText() {
        return Report.of(ShippedScenarios.names().stream()
                .map(name -> Comparison.of(ShippedScenarios.read(name), List.of(PolicyName.values()), REPORT_SEEDS))
                .toList());
    }

    private void replay(PrintWriter out) throws CommandFailed {
        History history = History.read(new HomeDirectory(home == null ? Query.defaultHome() : home), limit);
        ReplayFleet fleet = new ReplayFleet(without, added, slots);
        fleet.check(history.nodes());
        Replay replayed = new Replay(history.requests());
        Scenario built = replayed.scenario(fleet);
        if (built.models().isEmpty()) {
            throw CommandFailed.usage("no machine is left that has any of the models");
        }
        Comparison comparison = compare(built);
        if (!json) {
            history.tell(out);
            replayed.tell(built, out);
            out.println();
        }
        show(comparison, out);
    }
}
