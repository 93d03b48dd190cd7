"""bench/window: the window, as its person meets it. See README.md."""

import argparse
import concurrent.futures
import datetime
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import threading
import time

import machine
import main as run
import single
import targets
from processes import Failed, Processes, read_line

REPOSITORY, WORK, BENCH = run.REPOSITORY, run.WORK, run.BENCH
APP = "dev.herd.app.Launcher"
TRACES = 100_000
DAYS = 29  # younger than what is forgotten
MACHINES = 50
HOUSEHOLD = 3
PER_SECOND = 20
MODELS = ["bench:n25-i20-d100-b180", "bench:n50-i20-d200-b180", "bench:n100-i20-d300-b180"]
SEEDS = 60
POINT = 10  # seconds between two points of a trend


class Desktop:
    """An X server without a screen, and a window manager."""

    def __init__(self, processes):
        server = processes.start("xvfb", ["Xvfb", "-displayfd", 1, "-noreset", "-screen", 0, "1440x900x24", "-nolisten", "tcp"])
        os.environ["DISPLAY"] = f":{read_line(server, 20)}"
        os.environ.pop("WAYLAND_DISPLAY", None)
        processes.start("openbox", ["openbox"])


class App:
    """The app with somebody inside (desktop/WindowBench.java)."""

    def __init__(self, processes, command, servers, home):
        self._processes = processes
        self._said = {}
        words = [*command, *_flags(servers, home)]
        started = time.time()
        self.process = processes.start("app", words, stdin=subprocess.PIPE)
        self.pid = self.process.pid
        while not {"first_state", "port"} <= self._said.keys():
            self._hear(60)
        self.port = self._said["port"]
        self.first_frame_s = self._said["first_frame"] - started
        self.first_state_s = self._said["first_state"] - started
        self.ports = [self.port]

    def _hear(self, seconds):
        for line in read_line(self.process, seconds).splitlines():
            ready = re.match(r"Herd ready on http://127\.0\.0\.1:(\d+)", line)
            if ready:
                self._said["port"] = int(ready.group(1))
            elif line.startswith("bench "):
                self._said |= json.loads(line[6:])

    def tell(self, *words, until):
        """Says something and hears the answer, which has that member."""
        self._said.pop(until, None)
        self.process.stdin.write(" ".join(map(str, words)).encode() + b"\n")
        self.process.stdin.flush()
        while until not in self._said:
            self._hear(30)
            if "error" in self._said:
                raise Failed(f"the window: {self._said['error']}")
        return dict(self._said)

    def switch(self, page):
        told = self.tell("switch", page, until="painted_ms")
        return {key: told[key] for key in ("laid_out_ms", "painted_ms", "rows")}

    def press(self, button):
        return self.tell("press", button, until="painted_ms")["painted_ms"]

    def cores(self, seconds):
        before = machine.cpu_seconds(self.pid)
        time.sleep(seconds)
        return round((machine.cpu_seconds(self.pid) - before) / seconds, 4)

    def end(self):
        self._processes.end(self.process, patience=40)


def _flags(servers, home):
    words = ["app", "--port", 0, "--home", home, "--no-local", "--no-discovery"]
    for index, port in enumerate(servers.ports):
        words += ["--upstream", f"http://127.0.0.1:{port},name=node{index + 1},kind=ollama,slots=4"]
    return words


class Load:
    """People and programs that ask, so many a second."""

    def __init__(self, port, per_second):
        self._port = port
        self._ended = threading.Event()
        self.done = self.failed = 0
        self._pool = concurrent.futures.ThreadPoolExecutor(max_workers=16 * per_second)
        self._thread = threading.Thread(target=self._run, args=(1 / per_second,), daemon=True)
        self._thread.start()

    def _run(self, interval):
        due = time.monotonic()
        number = 0
        while not self._ended.wait(max(0, due - time.monotonic())):
            self._pool.submit(self._ask, MODELS[number % len(MODELS)])
            number += 1
            due += interval

    def _ask(self, model):
        try:
            ask(self._port, model)
            self.done += 1
        except (OSError, http.client.HTTPException, Failed):
            self.failed += 1

    def end(self):
        self._ended.set()
        self._thread.join()
        self._pool.shutdown()


def ask(port, model):
    body = json.dumps({"model": model, "messages": [{"role": "user", "content": "Hello"}], "stream": True})
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", "/api/chat", body)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise Failed(f"a request is answered with {answer.status}")
    finally:
        connection.close()


def remember(processes, command, servers, home):
    """A history of that many requests and of that many days: a few real ones, many times over."""
    run.say(f"a history of {TRACES:,} requests and {DAYS} days")
    herd = App(processes, command, servers, home)
    for number in range(SEEDS):
        ask(herd.port, MODELS[number % len(MODELS)])
    time.sleep(2 * POINT)
    herd.end()
    databases = [file for file in home.rglob("*") if file.is_file() and _is_database(file)]
    if len(databases) != 1:
        raise Failed("the history is kept otherwise than expected")
    with sqlite3.connect(databases[0]) as database:
        rows = database.execute("SELECT * FROM requests ORDER BY sequence").fetchall()
        columns = [column[1] for column in database.execute("PRAGMA table_info(requests)")]
        database.execute("DELETE FROM requests")
        marks = ",".join("?" * len(columns))
        database.executemany(f"INSERT INTO requests VALUES ({marks})", _copies(rows, columns))
        for table, step, days in (("trend_points", POINT, 1), ("trend_minutes", 60, DAYS), ("trend_hours", 3600, DAYS)):
            points = database.execute(f"SELECT at, points FROM {table} ORDER BY at").fetchall()
            if not points:
                raise Failed(f"{table} is empty: trends are kept otherwise than expected")
            first = points[0][0]
            database.executemany(f"INSERT OR IGNORE INTO {table} (at, points) VALUES (?, ?)",
                                 ((first - number * step, points[number % len(points)][1])
                                  for number in range(1, days * 86_400 // step)))
    database.close()


def _is_database(file):
    with open(file, "rb") as start:
        return start.read(16) == b"SQLite format 3\0"


def _copies(rows, columns):
    templates = [dict(zip(columns, row)) for row in rows]
    last = max(template["received_at"] for template in templates)
    unit = 1000 if last > 1e14 else 1  # microseconds or milliseconds
    step = DAYS * 86_400_000 * unit // TRACES
    for number in range(TRACES):
        row = dict(templates[number % len(templates)])
        row["sequence"] = number + 1
        identifier = f"{number:0{len(row['id'])}d}"
        received = last - (TRACES - number) * step
        for member in ("summary", "trace"):
            text = row[member].replace(row["id"], identifier)
            row[member] = re.sub(r'"received_at":"[^"]*"', f'"received_at":"{_iso(received, unit)}"', text)
        row["id"], row["received_at"] = identifier, received
        yield [row[column] for column in columns]


def _iso(received, unit):
    moment = datetime.datetime.fromtimestamp(received / 1000 / unit, datetime.timezone.utc)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def first_paint(processes, command, servers, home, times):
    run.say("first paint")
    found = []
    for _ in range(times):
        app = App(processes, command, servers, home)
        found.append({"first_frame_s": round(app.first_frame_s, 3), "first_state_s": round(app.first_state_s, 3)})
        app.end()
    return found


def switches(app, times):
    """Tabs to and fro."""
    pages = {"queues": [], "trends": [], "fleet": []}
    for _ in range(times):
        for page, found in pages.items():
            found.append(app.switch(page))
            time.sleep(0.3)
    return {page: {"median_ms": round(statistics.median(one["painted_ms"] for one in found), 1),
                   "most_ms": max(one["painted_ms"] for one in found),
                   "first_ms": found[0]["painted_ms"],
                   "laid_out_median_ms": round(statistics.median(one["laid_out_ms"] for one in found), 1),
                   "rows": found[-1]["rows"]} for page, found in pages.items()}


def busy(app, command, load, seconds):
    """What the app holds while it works, looked at as many times as there is room for."""
    heap = single.Heap(command, app.pid)
    start, looks = time.monotonic(), []
    every = max(10, seconds / 24)
    while time.monotonic() < start + seconds:
        app.switch("queues" if len(looks) % 2 else "fleet")
        cores = app.cores(every)
        app.switch("queues")
        looks.append({"second": round(time.monotonic() - start), "cores": cores, "heap_live_mb": heap.live_mb(),
                      "rss_mb": round(machine.resident_mb(app.pid), 1), "threads": machine.threads(app.pid),
                      "descriptors": machine.descriptors(app.pid)["all"],
                      "nodes": app.tell("look", until="nodes")["nodes"]})
        run.say(f"busy: {json.dumps(looks[-1])}")
    return {"seconds": round(time.monotonic() - start), "done": load.done, "failed": load.failed, "looks": looks,
            "growth": {key: growth(looks, key) for key in ("heap_live_mb", "rss_mb", "threads", "nodes")}}


def growth(looks, key):
    """Means of the second and of the last quarter; the first is warming up."""
    quarter = max(1, len(looks) // 4)
    values = [look[key] for look in looks]
    before, after = values[quarter:2 * quarter] or values[:1], values[-quarter:]
    return {"before": round(statistics.mean(before), 1), "after": round(statistics.mean(after), 1)}


def resting(processes, command, server, directory, settle, seconds):
    """A household's fleet in which nothing happens: the window shown, hidden, and an engine that has none.

    Each gets time to settle: the runtime compiles for a while after a start.
    """
    run.say("nothing to do")
    servers = targets.ModelServers(processes, server, MODELS, HOUSEHOLD)
    app = App(processes, command, servers, directory / "home-resting")
    time.sleep(settle)
    shown = app.cores(seconds)
    app.tell("hide", until="shown")
    time.sleep(settle / 4)
    hidden = app.cores(seconds)
    app.end()
    herd = targets.Herd(processes, [REPOSITORY / "herd"], servers)
    time.sleep(settle)
    before = machine.cpu_seconds(herd.pid)
    time.sleep(seconds)
    headless = round((machine.cpu_seconds(herd.pid) - before) / seconds, 4)
    herd.end()
    processes.end(servers.process)
    return {"seconds": seconds, "shown_cores": shown, "hidden_cores": hidden, "headless_cores": headless}


def java_command(processes, servers, home):
    """What the launcher becomes, with our class in place of its main one; and how long the launcher takes."""
    started = time.monotonic()
    process = processes.start("launcher", [REPOSITORY / "herd", *_flags(servers, home)])
    while not os.readlink(f"/proc/{process.pid}/exe").endswith("/java"):
        if time.monotonic() > started + 60:
            raise Failed("the launcher does not start Java")
        time.sleep(0.001)
    launcher_s = round(time.monotonic() - started, 3)
    read_line(process, 60)
    words = [word for word in machine.read(f"/proc/{process.pid}/cmdline").split("\0") if word]
    processes.end(process, patience=40)
    words = words[: words.index(APP)]
    classes = WORK / "desktop"
    path = words.index("-cp") + 1
    modules = words[words.index("--module-path"):words.index("--module-path") + 2]
    subprocess.run([targets.java_tool(words, "javac"), "-d", classes, "-cp", words[path], *modules,
                    "--add-modules=javafx.controls", *sorted((BENCH / "desktop").glob("*.java"))], check=True)
    # A cache of classes holds for a class path that begins as the one it was made for.
    words[path] = f"{words[path].rstrip(':')}:{classes}"
    return [*words, "WindowBench"], launcher_s


def measure(processes, directory, options):
    run.say("building")
    subprocess.run([REPOSITORY / "herd", "--version"], check=True, stdout=subprocess.DEVNULL)
    run.compile_all()
    Desktop(processes)
    server = WORK / "server"
    servers = targets.ModelServers(processes, server, MODELS, MACHINES)
    home = directory / "home"
    command, launcher_s = java_command(processes, servers, home)
    if not targets.has_cache(command):
        run.say("the launcher has no cache of classes for the window: starts are slower than they should be")
    results = {"launcher_s": launcher_s, "cache": targets.has_cache(command)}
    remember(processes, command, servers, home)
    times = 2 if options.quick else 5
    results["starts"] = first_paint(processes, command, servers, home, times)
    app = App(processes, command, servers, home)
    time.sleep(3)
    run.say("tabs")
    results["trends"] = {"first_ms": app.switch("trends")["painted_ms"], "to_30_days_ms": app.press("trend-30d")}
    time.sleep(3)
    results["switches"] = {"idle": switches(app, 4 * times)}
    load = Load(app.port, PER_SECOND)
    time.sleep(8)
    results["switches"]["busy"] = switches(app, 4 * times)
    run.say(f"busy for {options.busy} s")
    results["busy"] = busy(app, command, load, options.busy)
    load.end()
    app.end()
    processes.end(servers.process)
    results["resting"] = resting(processes, command, server, directory, *((4, 8) if options.quick else (15, 20)))
    results["kept"] = {"traces": TRACES, "machines": MACHINES, "per_second": PER_SECOND}
    return results


def figures(results):
    """The budgets and what was reached."""
    starts, resting_now = results["starts"], results["resting"]
    median = {key: statistics.median(start[key] for start in starts) for key in starts[0]}
    rows = [("first frame painted, launcher included", f"{median['first_frame_s'] + results['launcher_s']:.2f} s",
             "≤ 1.5 s"),
            ("machines painted, launcher included", f"{median['first_state_s'] + results['launcher_s']:.2f} s", "")]
    for state, pages in results["switches"].items():
        for page, found in pages.items():
            rows.append((f"to {page}, {state}: median / most / first",
                         f"{found['median_ms']:.0f} / {found['most_ms']:.0f} / {found['first_ms']:.0f} ms", "≤ 100 ms"))
    rows.append(("to trends for the first time; and there to 30 days",
                 f"{results['trends']['first_ms']:.0f}; {results['trends']['to_30_days_ms']:.0f} ms", "≤ 100 ms"))
    rows.append(("window hidden, nothing to do", f"{100 * resting_now['hidden_cores']:.2f} % of a core", "< 0.5 %"))
    rows.append(("window shown, nothing to do", f"{100 * resting_now['shown_cores']:.2f} % of a core", ""))
    rows.append(("no window at all", f"{100 * resting_now['headless_cores']:.2f} % of a core", ""))
    for key, grown in results["busy"]["growth"].items():
        rows.append((f"busy for {results['busy']['seconds']} s: {key.replace('_', ' ')}",
                     f"{grown['before']} → {grown['after']}", "no growth"))
    return rows


def main():
    parser = argparse.ArgumentParser(prog="bench/window", description="Measures Herd's window on an X server of its own.")
    parser.add_argument("--busy", type=int, metavar="SECONDS", help="length of the busy state (default: 150; 20 quick)")
    parser.add_argument("--quick", action="store_true", help="shows that all works, not how fast")
    parser.add_argument("--output", type=pathlib.Path, help="where the results go (default: results/window-DATE.json, "
                        "or target/window.json with --quick)")
    options = parser.parse_args()
    options.busy = options.busy or (20 if options.quick else 150)
    date = datetime.date.today().isoformat()
    output = options.output or (WORK / "window.json" if options.quick else BENCH / "results" / f"window-{date}.json")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit("bench: ended from outside"))
    directory = WORK / "window-run"
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    processes = Processes(directory)
    start = time.monotonic()
    try:
        results = {"date": date, "quick": options.quick,
                   "machine": machine.describe() | {"load_before": round(machine.load_average(), 2)},
                   "versions": run.versions()}
        results |= measure(processes, directory, options)
        results["machine"]["load_after"] = round(machine.load_average(), 2)
        results["seconds"] = round(time.monotonic() - start)
    except (Failed, subprocess.SubprocessError, OSError, sqlite3.Error) as problem:
        sys.exit(f"bench: {problem}")
    finally:
        processes.end_all()
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    for what, value, budget in figures(results):
        print(f"{what:55} {value:28} {budget}")
    load = results["machine"]
    print(f"load average before {load['load_before']}, after {load['load_after']}: figures are good on a quiet machine only")
    run.say(f"took {results['seconds']} s; all figures are in {output}")


if __name__ == "__main__":
    main()
