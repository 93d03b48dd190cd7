"""Makes tables of a run's figures: beside the budgets, and beside what rivals reach on the same work.

Without arguments, prints those of the newest results; --write puts them into README.md, between its marks.
"""

import argparse
import json
import pathlib
import sys

BENCH = pathlib.Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- results -->", "<!-- end of results -->"

RIVALS = ["Olla", "llama-swap", "LiteLLM", "Ollama Herd 0.11.4"]
LATENCIES = {"300 B": (1.5, 1.2), "10 KB": (1.6, 1.25), "1 MB": (2.5, 1.9)}
LATENCIES_OF_RIVALS = {"300 B": [4.0, 5.6, 117, 107], "10 KB": [3.9, 4.8, 97, 85], "1 MB": [53, 7.2, 55, 54]}
SAME_SOCKETS = 8  # connections to model servers that may be kept for the next request
SAME_HEAP_MB = 16  # code and caches that the first such load makes


class Row:
    """One budget: a figure, how it may be, and how rivals are."""

    def __init__(self, what, value, must, aim, **more):
        self.what = what
        self.value = value
        self.must = must
        self.aim = aim
        self.more_is_better = more.get("more_is_better", False)
        self.spread = more.get("spread", "")
        self.unit = more.get("unit", "")
        self.rivals = more.get("rivals", [""] * len(RIVALS))

    def _within(self, limit):
        return self.value >= limit if self.more_is_better else self.value <= limit

    def verdict(self):
        if self.value is None:
            return "not known"
        return "aim" if self._within(self.aim) else "must" if self._within(self.must) else "**missed**"

    def cells(self):
        sign = "≥" if self.more_is_better else "≤"
        value = number(self.value) + self.unit + (f" ({self.spread})" if self.spread else "")
        limits = f"{sign} {number(self.must)} / {number(self.aim)}"
        return [self.what, value, limits, self.verdict(), *map(number, self.rivals)]


def number(value):
    if value is None:
        return "–"
    if not isinstance(value, (int, float)):
        return str(value)
    digits = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2
    text = f"{value:,.{digits}f}"
    return f"{value:.3f}" if text == "0.00" else text


def _ratio_row(what, ratio, must, aim, **more):
    spread = f"{number(ratio['least'])} to {number(ratio['most'])}" if ratio else ""
    return Row(what, ratio["median"] if ratio else None, must, aim, spread=spread, **more)


def _round_rows(cases):
    rows = []
    for size, (must, aim) in LATENCIES.items():
        ratio = cases[f"1 client, {size}"]["ratio_to_nginx"]["p50_us"]
        rows.append(_ratio_row(f"p50, 1 client, {size}", ratio, must, aim, rivals=LATENCIES_OF_RIVALS[size]))
    ratio = cases["16 clients, 300 B"]["ratio_to_nginx"]["p99_us"]
    rows.append(_ratio_row("p99, 16 clients", ratio, 7, 2.5, rivals=[7.2, 9.5, 149, 189]))
    ratio = cases["64 clients, 300 B"]["ratio_to_nginx"]["per_second"]
    rows.append(
        _ratio_row("requests/s, 64 clients", ratio, 0.30, 0.55, more_is_better=True, rivals=[0.11, 0.09, 0.002, 0.002])
    )
    for count, must, aim, rivals in (
        (50, 2, 1.2, [2.0, 1.7, "overloaded", "overloaded"]),
        (500, 3, 1.7, ["breaker open", 2.6, "overloaded", "overloaded"]),
    ):
        ratio = cases[f"{count} streams"]["ratio_of_added"]["first_p50_us"]
        rows.append(_ratio_row(f"added time to first token p50, {count} streams", ratio, must, aim, rivals=rivals))
    return rows


def _changed(case, target):
    """Chunks that arrived otherwise than they were sent, in all rounds."""
    return sum(one[target]["merged"] + one[target]["split"] for one in case["rounds"])


def chunks_changed(cases):
    return sum(_changed(cases[name], "herd") for name in ("1 stream", "50 streams", "500 streams"))


def longest_leave(leaving, name):
    """The worst of all trials; None when one was never noticed."""
    trials = [trial for moment in leaving.values() for trial in moment[name]]
    return None if None in trials else max(trials)


def not_freed(slow):
    """What is still held after the slow streams, in words; empty when all was given back."""
    before, after = slow["before"], slow["after"]
    kept = []
    if slow["freed_after_s"] is None:
        kept.append("requests")
    if after["sockets"] > before["sockets"] + SAME_SOCKETS:
        kept.append(f"{after['sockets'] - before['sockets']} sockets")
    if after["selectors"] > before["selectors"]:
        kept.append(f"{after['selectors'] - before['selectors']} selectors")
    if after["heap_live_mb"] > before["heap_live_mb"] + SAME_HEAP_MB:
        kept.append(f"{after['heap_live_mb'] - before['heap_live_mb']:.0f} MB of heap")
    return kept


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _single_rows(results):
    slow, starts = results["slow"], results["starts"]
    opened = slow["open"]
    decision = max(results["decisions"].values(), key=lambda event: event["p99_us"])
    return [
        Row("chunks split or merged on pass-through", chunks_changed(results["rounds"]), 0, 0),
        Row("client gone → upstream closed, worst", longest_leave(results["leaving"], "herd"), 50, 10, unit=" ms",
            rivals=["1 ms", "1 ms", "0.4 s or never", "1 ms"]),
        Row(f"{opened:,} slow streams: threads", slow["during"]["threads"], 64, 32),
        Row(f"{opened:,} slow streams: further selectors",
            slow["during"]["selectors"] - slow["before"]["selectors"], 0, 0),
        Row(f"{opened:,} slow streams: heap", slow["during"]["heap_mb"], 160, 120, unit=" MB"),
        Row(f"{opened:,} slow streams: things not freed after", len(not_freed(slow)), 0, 0),
        Row("one decision, p99 of the slowest event", decision["p99_us"], 100, 20, unit=" µs"),
        Row("RSS idle", results["memory"]["idle_mb"], 120, 90, unit=" MB", rivals=[18, 21, 327, 125]),
        Row("RSS after 500 streams", results["memory"]["after_500_streams_mb"], 250, 180, unit=" MB",
            rivals=[126, 344, 429, 212]),
        Row("start to first answer, cache", median([one["answered_s"] for one in starts["with cache"]]), 0.6, 0.3,
            unit=" s"),
        Row("start to first answer, without", median([one["answered_s"] for one in starts["without"]]), 1.2, 0.7,
            unit=" s"),
    ]


def markdown(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def _budgets(results):
    rows = _round_rows(results["rounds"]) + _single_rows(results)
    return markdown(["", "Herd", "must / aim", "reached", *RIVALS], [row.cells() for row in rows])


CLOSED_ROWS = [("p50_us", "p50, µs"), ("p99_us", "p99, µs"), ("per_second", "requests/s"),
               ("cpu_us_per_request", "CPU per request, µs")]
STREAM_ROWS = [("first_p50_us", "first token p50, µs"), ("first_p99_us", "first token p99, µs"),
               ("delay_p50_us", "delay of a chunk p50, µs"), ("target_cores", "cores")]


def _absolute(results):
    """What the ratios are made of: medians of the rounds."""
    rows = []
    for name, case in results["rounds"].items():
        figures = case["median"]
        for figure, label in STREAM_ROWS if "first_p50_us" in figures["herd"] else CLOSED_ROWS:
            direct, nginx, herd = (number(figures[target].get(figure)) for target in ("direct", "nginx", "herd"))
            added = case["added"].get(figure)
            more = [number(added[target]["median"]) if added else "" for target in ("nginx", "herd")]
            rows.append([f"{name}: {label}", direct, nginx, more[0], herd, more[1]])
        if "merged" in figures["herd"] and not name.startswith("translated"):
            direct, nginx, herd = (number(_changed(case, target)) for target in ("direct", "nginx", "herd"))
            rows.append([f"{name}: chunks merged or split", direct, nginx, "", herd, ""])
    for moment, trials in results["leaving"].items():
        direct, nginx, herd = (_left(trials[target]) for target in ("direct", "nginx", "herd"))
        rows.append([f"client gone → closed, {moment}, ms", direct, nginx, "", herd, ""])
    return markdown(["", "direct", "nginx", "adds", "Herd", "adds"], rows)


def _left(trials):
    known = [trial for trial in trials if trial is not None]
    never = len(trials) - len(known)
    return " ".join(filter(None, [number(median(known)) if known else "", f"never × {never}" if never else ""]))


DECISION = ["p50_us", "p99_us", "p999_us", "cpu_p99_us", "bytes"]


def _rest(results):
    slow, memory = results["slow"], results["memory"]
    rows = [
        [f"{slow['open']:,} slow streams: {label}"]
        + [number(slow[when].get(key)) for when in ("before", "during", "after")]
        for key, label in (("threads", "threads"), ("descriptors", "descriptors"),
                           ("selectors", "selectors (epoll and eventfd)"), ("sockets", "sockets"),
                           ("heap_mb", "heap with garbage, MB"), ("heap_live_mb", "heap without, MB"),
                           ("rss_mb", "RSS, MB"))
    ]
    lines = [markdown(["", "before", "during", "after"], rows), ""]
    kept = not_freed(slow)
    lines.append(f"All requests were over {number(slow['freed_after_s'])} s after their clients had left; "
                 f"not freed: {', '.join(kept) if kept else 'nothing'}. RSS at its peak with 500 streams "
                 f"{number(memory['peak_mb'])} MB (nginx after the rounds {number(memory['nginx_mb'])} MB).")
    events = [[name.replace("_", " "), *[number(event.get(key)) for key in DECISION]]
              for name, event in results["decisions"].items()]
    heading = ["one event of the scheduler, µs", "p50", "p99", "p99.9", "p99 of processor time", "bytes allocated"]
    lines += ["", markdown(heading, events), ""]
    starts = [[name, *[number(median([one[key] for one in times])) for key in ("ready_s", "answered_s")]]
              for name, times in results["starts"].items()]
    lines.append(markdown(["start, s", "ready", "first answer"], starts))
    return "\n".join(lines)


def _circumstances(results):
    machine, versions = results["machine"], results["versions"]
    noisy = sum(case["noisy_rounds"] for case in results["rounds"].values())
    rounds = sum(len(case["rounds"]) for case in results["rounds"].values())
    errors = sum(case["median"]["herd"]["errors"] for case in results["rounds"].values())
    return (
        f"{results['date']}, commit {versions['commit']}, {machine['cores']} cores of {machine['cpu']}, "
        f"{machine['system']}, nginx {versions['nginx']}; {results['seconds']} s in all. "
        f"Load average before: {machine['load_before']}; others used more than 15 % of the machine in {noisy} of "
        f"{rounds} rounds. Requests through Herd that failed: {errors}."
        + (" **A quick run: it shows that all works, not how fast.**" if results["quick"] else "")
    )


def of(results):
    """All tables, as Markdown."""
    return "\n\n".join([
        _circumstances(results),
        "Budgets; figures without a unit are ratios to nginx, with the least and the most of the rounds.",
        _budgets(results),
        "What they are made of; medians of the rounds.",
        _absolute(results),
        _rest(results),
    ])


def newest():
    files = sorted((BENCH / "results").glob("[0-9]*.json"))
    if not files:
        sys.exit("bench: there are no results yet; bench/run makes them")
    return files[-1]


def main():
    parser = argparse.ArgumentParser(prog="bench/report", description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=pathlib.Path, help="results (default: the newest)")
    parser.add_argument("--write", action="store_true", help="put the tables into README.md")
    options = parser.parse_args()
    text = of(json.loads((options.file or newest()).read_text(encoding="utf-8")))
    if not options.write:
        print(text)
        return
    readme = BENCH / "README.md"
    before, _, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    readme.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
