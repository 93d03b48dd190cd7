"""Runs the client, and makes what it sends."""

import json
import resource
import subprocess
import time

import machine
from processes import Failed

CHAT = {"ollama": "/api/chat", "openai": "/v1/chat/completions"}

# A stream like that of a model that gives fifty tokens a second.
INTERVAL_MS = 20
WHOLE = "bench:n0-i0-d0-b0"
WHOLE_LATE = "bench:n0-i0-d3000-b0"
STREAM_LATE = "bench:n8-i20-d3000-b180"
STREAM_OF_SECONDS = "bench:n100-i1000-d0-b180"
STREAM_ENDLESS = "bench:n4000-i0-d0-b4096"


def stream_model(chunks):
    return f"bench:n{chunks}-i{INTERVAL_MS}-d0-b180"


CHUNKS = {1: 8, 50: 32, 500: 32}
MODELS = [WHOLE, WHOLE_LATE, STREAM_LATE, STREAM_OF_SECONDS, STREAM_ENDLESS, *map(stream_model, {8, 32})]

_TEXT = (
    "def answer(question):\n    \"\"\"Says what is so, and nothing else.\"\"\"\n    return knowledge[question]\n\n"
    "The fleet has three machines; größere Modelle laufen auf dem größten. Which of them is free now?\n"
)


class Bodies:
    """Requests as files, made once."""

    def __init__(self, directory):
        self._directory = directory
        directory.mkdir()

    def file(self, model, size=300):
        """A conversation whose JSON has about that many bytes, in messages of at most two kilobytes."""
        name = f"{model.replace(':', '_')}-{size}.json"
        path = self._directory / name
        if not path.exists():
            path.write_bytes(_conversation(model, size))
        return path


def _conversation(model, size):
    stream = not model.startswith("bench:n0-")
    messages = [{"role": "system", "content": "Answer in one sentence."}]

    def body():
        request = {"model": model, "messages": messages, "stream": stream}
        return json.dumps(request, separators=(",", ":"), ensure_ascii=False).encode()

    while len(body()) < size:
        room = min(size - len(body()) - 35, 2000)
        text = (_TEXT * (room // len(_TEXT) + 1))[: max(room, 20)]
        messages.append({"role": "user" if len(messages) % 2 else "assistant", "content": text})
    return body()


class Loads:
    """The client against a target, with what the machine did meanwhile."""

    def __init__(self, program, bodies, servers):
        self._program = program
        self._bodies = bodies
        self._servers = servers

    def closed(self, target, connections, seconds, warm, **what):
        """So many clients that ask again when they have their answer."""
        options = ["--connections", connections, "--seconds", seconds, "--warm", warm]
        result = self._measured("closed", target, WHOLE, options, seconds + warm, what)
        if target.pid:
            result["cpu_us_per_request"] = round(
                result["target_cpu_s"] * 1e6 / max(1, result["requests"] * (1 + warm / seconds)), 1
            )
        return result

    def streams(self, target, connections, seconds, **what):
        """So many streams at once, that begin whatever became of those before."""
        chunks = CHUNKS[connections]
        stream_ms = (chunks + 1) * INTERVAL_MS
        options = ["--connections", connections, "--seconds", seconds, "--stream-ms", stream_ms]
        if what.get("dialect", "ollama") == "openai":
            options.append("--sse")
        length = seconds + 2 * stream_ms / 1000
        result = self._measured("streams", target, stream_model(chunks), options, length, what)
        if target.pid:
            result["target_cores"] = round(result["target_cpu_s"] / length, 3)
        return result

    def leave(self, target, model, *after):
        """One client that leaves; when it did, in nanoseconds of the machine's clock."""
        command = self.command("leave", target, model, list(after), {})
        done = subprocess.run(command, capture_output=True, text=True, timeout=15, check=False)
        if done.returncode:
            raise Failed(f"a client could not leave {target.name}: {done.stderr.strip()}")
        return json.loads(done.stdout)["left_ns"]

    def command(self, mode, target, model, options, what):
        dialect = what.get("dialect", "ollama")
        words = [self._program, mode, "--ports", ",".join(map(str, target.ports)), "--path", CHAT[dialect]]
        words += ["--body", self._bodies.file(model, what.get("size", 300)), *options]
        return [str(word) for word in words]

    def _measured(self, mode, target, model, options, length, what):
        pids = [self._servers.pid] + ([target.pid] if target.pid else [])

        def own():
            return sum(map(machine.cpu_seconds, pids)) + _children_seconds()

        load = machine.load_average()
        cpu = machine.cpu_seconds(target.pid) if target.pid else 0
        foreign = machine.Foreign(time.monotonic, own)
        command = self.command(mode, target, model, options, what)
        done = subprocess.run(command, capture_output=True, text=True, timeout=length + 30, check=False)
        if done.returncode:
            raise Failed(f"the client failed against {target.name}: {done.stderr.strip()}")
        result = json.loads(done.stdout)
        result["foreign_cpu"] = round(foreign.share(), 3)
        result["load_average"] = round(load, 2)
        if target.pid:
            result["target_cpu_s"] = round(machine.cpu_seconds(target.pid) - cpu, 3)
        return result


def _children_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
