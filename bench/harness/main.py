"""bench/run: everything that is measured, in its order. See README.md."""

import argparse
import dataclasses
import datetime
import json
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import time

import loads
import machine
import rounds
import single
import table
import targets
from processes import Failed, Processes

BENCH = pathlib.Path(__file__).resolve().parent.parent
REPOSITORY = BENCH.parent
WORK = BENCH / "target"

NODES = 3  # a household
MOST_WARM_UPS = 12
CLOSED = ["p50_us", "p99_us", "per_second", "cpu_us_per_request"]
STREAMS = ["first_p50_us", "first_p99_us", "delay_p50_us", "merged", "split", "out_of_order", "target_cores"]


@dataclasses.dataclass(frozen=True)
class Plan:
    """How long everything takes, in seconds where nothing else is said."""

    rounds: int
    warm_up: float  # share of the full warm-up
    closed: float
    streams: float
    leave_trials: int
    slow_streams: int
    slow_warm: float
    slow_seconds: float
    idle_seconds: float
    memory_seconds: float
    starts: int
    decisions: int  # how many are measured


FULL = Plan(5, 1, 1.3, 3, 5, 2000, 4, 8, 4, 5, 5, 20_000)
QUICK = Plan(2, 0.3, 0.4, 0.6, 2, 2000, 1.5, 2.5, 1.5, 1.5, 2, 4_000)


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def compile_all():
    """Builds Herd, the client, the model server and the decision's measurement."""
    say("building")
    subprocess.run([REPOSITORY / "herd", "--version"], check=True, stdout=subprocess.DEVNULL)
    sources = {
        "server": ["server", "connection", "answers", "alarms", "common"],
        "client": ["client", "closed", "streams", "slow", "leave", "events", "reply", "common"],
    }
    for program, files in sources.items():
        words = ["gcc", "-O2", "-std=gnu17", "-Wall", "-Wextra", "-Werror", "-o", WORK / program]
        subprocess.run([*words, *[BENCH / "load" / f"{file}.c" for file in files]], check=True)


def compile_decisions(command):
    classes = WORK / "classes"
    words = [targets.java_tool(command, "javac"), "-d", classes, "-cp", targets.class_path(command)]
    subprocess.run([*words, *sorted((BENCH / "decision").glob("*.java"))], check=True)
    return classes


def warm_up(load, all_targets, herd, share):
    """Until the Java runtime has compiled what the measured requests run through: they get no cheaper any more."""
    for size, connections, seconds in ((300, 64, 4), (10_000, 4, 4), (1_000_000, 1, 5), (300, 1, 2)):
        load.closed(herd, connections, seconds * share, 0, size=size)
    load.closed(herd, 16, 4 * share, 0, dialect="openai")
    for connections in (500, 50):
        load.streams(herd, connections, 4 * share)
    load.streams(herd, 50, 3 * share, dialect="openai")
    cheapest = float("inf")
    for _ in range(MOST_WARM_UPS):
        cost = load.closed(herd, 16, 4 * share, 0)["cpu_us_per_request"]
        if cost > cheapest * 0.95:
            break
        cheapest = cost
    for target in all_targets:
        load.closed(target, 16, 0.3, 0, size=10_000)


def cases(load, all_targets, plan):
    """Every load that is measured in rounds."""

    def closed(connections, **what):
        return lambda target: load.closed(target, connections, plan.closed, plan.closed / 5, **what)

    def streams(connections, **what):
        return lambda target: load.streams(target, connections, plan.streams, **what)

    def case(name, measure, figures):
        return rounds.Case(name, all_targets, measure, figures)

    return [
        case("1 client, 300 B", closed(1), CLOSED),
        case("1 client, 10 KB", closed(1, size=10_000), CLOSED),
        case("1 client, 1 MB", closed(1, size=1_000_000), CLOSED),
        case("16 clients, 300 B", closed(16), CLOSED),
        case("64 clients, 300 B", closed(64), CLOSED),
        case("1 stream", streams(1), STREAMS),
        case("50 streams", streams(50), STREAMS),
        case("500 streams", streams(500), STREAMS),
        case("translated: 1 client, 300 B", closed(1, dialect="openai"), CLOSED),
        case("translated: 50 streams", streams(50, dialect="openai"), STREAMS),
    ]


def measure_rounds(load, all_targets, plan):
    every = cases(load, all_targets, plan)
    for number in range(plan.rounds):
        for case in every:
            say(f"round {number + 1} of {plan.rounds}: {case.name}")
            case.run(number)
    return {case.name: case.result() for case in every}


def measure(processes, plan):
    bodies = loads.Bodies(processes.directory / "bodies")
    servers = targets.ModelServers(processes, WORK / "server", loads.MODELS, NODES)
    load = loads.Loads(WORK / "client", bodies, servers)
    nginx = targets.Nginx(processes, BENCH / "nginx.conf", servers)
    herd = targets.Herd(processes, [REPOSITORY / "herd"], servers)
    command = herd.java_command()
    if not targets.has_cache(command):
        say("the launcher has no cache of classes for Herd: starts are slower than they should be")
    classes = compile_decisions(command)
    say("decisions")
    results = {"decisions": single.decisions(command, classes, plan)}
    all_targets = [targets.Direct(servers), nginx, herd]
    say("warming up")
    warm_up(load, all_targets, herd, plan.warm_up)
    results["rounds"] = measure_rounds(load, all_targets, plan)
    say("clients that leave")
    results["leaving"] = single.leaving(all_targets, load, servers, plan.leave_trials)
    nginx_mb = round(machine.resident_mb(nginx.pid), 1)
    herd.end()
    processes.end(nginx.process)

    say("memory")
    fresh = targets.Herd(processes, command, servers)
    results["memory"] = single.memory(fresh, load, plan) | {"nginx_mb": nginx_mb}
    fresh.end()
    say("starts")
    results["starts"] = single.starts(processes, command, servers, bodies.file(loads.WHOLE), plan.starts)
    processes.end(servers.process)
    say("slow streams")
    results["slow"] = measure_slow(processes, command, bodies, plan)
    return results


def measure_slow(processes, command, bodies, plan):
    """A fleet that is large enough for all of them to run at once."""
    count = -(-plan.slow_streams // targets.SLOTS)
    servers = targets.ModelServers(processes, WORK / "server", loads.MODELS, count)
    load = loads.Loads(WORK / "client", bodies, servers)
    herd = targets.Herd(processes, command, servers)
    try:
        return single.slow_streams(herd, command, load, processes, plan)
    finally:
        herd.end()
        processes.end(servers.process)


def versions():
    def told(*words):
        done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=REPOSITORY)
        return (done.stdout + done.stderr).strip()

    changed = told("git", "status", "--porcelain", "--untracked-files=no", "--", "router-engine", "herd", "pom.xml")
    return {
        "commit": told("git", "rev-parse", "--short", "HEAD") + (" and changes" if changed else ""),
        "nginx": told("nginx", "-v").rpartition("/")[2],
    }


def main():
    parser = argparse.ArgumentParser(prog="bench/run", description="Measures Herd beside nginx, in one run.")
    parser.add_argument("--quick", action="store_true", help="in two minutes: shows that all works, not how fast")
    parser.add_argument("--output", type=pathlib.Path, help="where the results go (default: results/DATE.json, or "
                        "target/quick.json with --quick)")
    options = parser.parse_args()
    plan = QUICK if options.quick else FULL
    date = datetime.date.today().isoformat()
    output = options.output or (WORK / "quick.json" if options.quick else BENCH / "results" / f"{date}.json")

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit("bench: ended from outside"))
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    directory = WORK / "run"
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    processes = Processes(directory)
    try:
        compile_all()
        start = time.monotonic()
        results = {
            "date": date,
            "quick": options.quick,
            "machine": machine.describe() | {"load_before": round(machine.load_average(), 2)},
            "versions": versions(),
        }
        results |= measure(processes, plan)
        results["seconds"] = round(time.monotonic() - start)
    except (Failed, subprocess.SubprocessError, OSError) as problem:
        sys.exit(f"bench: {problem}")
    finally:
        processes.end_all()
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(table.of(results))
    say(f"took {results['seconds']} s; all figures are in {output}")


if __name__ == "__main__":
    main()
