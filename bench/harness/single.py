"""Measurements that stand alone, without rounds: leaving, slow streams, memory, start, decisions."""

import json
import re
import socket
import statistics
import subprocess
import time

import loads
import machine
import targets
from processes import Failed, read_line

# How the client leaves: the model it asks, and after what.
LEAVING = {
    "mid-stream": (loads.STREAM_OF_SECONDS, ("--after-events", 1)),
    "before the first byte": (loads.STREAM_LATE, ("--after-ms", 150)),
    "whole answer": (loads.WHOLE_LATE, ("--after-ms", 150)),
}
LONGEST_UNNOTICED = 4


def leaving(all_targets, load, servers, trials):
    """Milliseconds from a client's leaving until its model server's connection is closed; None for never."""
    results = {}
    for moment, (model, after) in LEAVING.items():
        results[moment] = {target.name: [] for target in all_targets}
        for _ in range(trials):
            for target in all_targets:
                results[moment][target.name].append(_leave(target, load, servers, model, after))
    return results


def _leave(target, load, servers, model, after):
    before = servers.stats()
    left = load.leave(target, model, *after)
    deadline = time.monotonic() + LONGEST_UNNOTICED
    while time.monotonic() < deadline:
        stats = servers.stats()
        if stats["aborted"] > before["aborted"]:
            return round((stats["last_abort_ns"] - left) / 1e6, 2)
        time.sleep(0.002)
    return None


class Heap:
    """What a Java process keeps, asked with the runtime's own tool."""

    def __init__(self, command, pid):
        self._tool = targets.java_tool(command, "jcmd")
        self._pid = pid

    def _ask(self, question):
        words = [str(self._tool), str(self._pid), question]
        return subprocess.run(words, capture_output=True, text=True, timeout=30, check=True).stdout

    def used_mb(self):
        """All that is on it, garbage included."""
        sizes = re.findall(r"total \d+K, used (\d+)K", self._ask("GC.heap_info"))
        if not sizes:
            raise Failed("the Java runtime tells its heap otherwise than expected")
        return round(sum(map(int, sizes)) / 1024, 1)

    def live_mb(self):
        """What is left behind a collection, without what the collector fills its gaps with."""
        table = self._ask("GC.class_histogram")
        total = re.search(r"^Total\s+\d+\s+(\d+)", table, re.MULTILINE)
        if not total:
            raise Failed("the Java runtime tells its objects otherwise than expected")
        fillers = re.findall(r"^\s*\d+:\s+\d+\s+(\d+)\s+\S*FillerElement", table, re.MULTILINE)
        return round((int(total.group(1)) - sum(map(int, fillers))) / 2**20, 1)


def _look(herd):
    open_now = machine.descriptors(herd.pid)
    return {
        "threads": machine.threads(herd.pid),
        "descriptors": open_now["all"],
        "selectors": open_now["epoll"] + open_now["eventfd"],
        "sockets": open_now["sockets"],
        "rss_mb": round(machine.resident_mb(herd.pid), 1),
    }


def slow_streams(herd, command, load, processes, plan):
    """Many streams whose clients hardly read: what is kept for them, and whether all of it is given back."""
    heap = Heap(command, herd.pid)
    load.closed(herd, 16, plan.slow_warm, 0)
    _hold(herd, load, processes, plan.slow_streams // 20, 1.5)
    _await_idle(herd)
    before = _look(herd) | {"heap_live_mb": heap.live_mb()}
    during = {}

    def watch():
        during.update({key: max(value, during.get(key, 0)) for key, value in _look(herd).items()})
        if not watch.heap_asked or time.monotonic() > watch.heap_asked + 2:
            watch.heap_asked = time.monotonic()
            during["heap_mb"] = max(heap.used_mb(), during.get("heap_mb", 0))

    watch.heap_asked = 0
    client = _hold(herd, load, processes, plan.slow_streams, plan.slow_seconds, watch, heap)
    freed = _await_idle(herd)
    time.sleep(1)  # for the history, which is written behind the requests' backs
    after = _look(herd) | {"heap_live_mb": heap.live_mb()}
    during["heap_live_mb"] = client.pop("heap_live_mb")
    return {"before": before, "during": during, "after": after, "freed_after_s": freed, **client}


def _hold(herd, load, processes, count, seconds, watch=None, heap=None):
    command = load.command("slow", herd, loads.STREAM_ENDLESS, ["--connections", count, "--seconds", 60], {})
    client = processes.start("slow", command, stdin=subprocess.PIPE)
    try:
        result = {"streams": count, **json.loads(read_line(client, 60))}
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if watch:
                watch()
            time.sleep(0.25)
        if heap:
            result["heap_live_mb"] = heap.live_mb()
        client.stdin.close()
        return result | json.loads(read_line(client, 20))
    finally:
        processes.end(client)


def _await_idle(herd):
    """Seconds until no request runs any more; None when that does not come."""
    start = time.monotonic()
    while time.monotonic() < start + 20:
        if herd.running() == 0:
            return round(time.monotonic() - start, 3)
        time.sleep(0.01)
    return None


def memory(herd, load, plan):
    """Resident memory of a Herd that has just started, and of one that carries 500 streams."""
    time.sleep(plan.idle_seconds)
    idle = machine.resident_mb(herd.pid)
    result = load.streams(herd, 500, plan.memory_seconds)
    loaded = machine.resident_mb(herd.pid)
    return {
        "idle_mb": round(idle, 1),
        "after_500_streams_mb": round(loaded, 1),
        "peak_mb": round(machine.status_number(herd.pid, "VmHWM") / 1024, 1),
        "errors": result["errors"],
    }


def starts(processes, command, servers, body, times):
    """Seconds from the start of the process until it is ready, and until a first request is answered through it."""
    variants = {"with cache": command, "without": targets.without_cache(command)}
    results = {name: [] for name in variants}
    for number in range(times + 1):
        for name, words in variants.items():
            home = processes.directory / f"start-{name.split()[0]}"
            herd = targets.Herd(processes, words, servers, home=home)
            _ask_once(herd.ports[0], body)
            answered = time.monotonic() - herd.started
            herd.end()
            if number > 0:  # the first start of all makes the home's files
                results[name].append({"ready_s": round(herd.ready_after, 4), "answered_s": round(answered, 4)})
    return results


def _ask_once(port, body):
    request = body.read_bytes()
    head = f"POST /api/chat HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: {len(request)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(head.encode() + request)
        answer = connection.recv(65536)
    if not answer.startswith(b"HTTP/1.1 200 "):
        raise Failed(f"Herd's first answer is an error: {answer[:200]!r}")


def decisions(command, classes, plan):
    """Microseconds of the scheduler for one event, in a process of its own with the launcher's settings."""
    options = [word for word in targets.without_cache(command)[1:] if word.startswith("-X")]
    path = f"{targets.class_path(command)}:{classes}"
    words = [command[0], *options, "-cp", path, "DecisionBench", str(plan.decisions)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise Failed(f"the decisions could not be measured: {done.stderr.strip()[-800:]}")
    return json.loads(done.stdout)


def median(values):
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None
