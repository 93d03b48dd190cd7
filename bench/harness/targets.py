"""What is measured: the model servers themselves, nginx before them, Herd before them."""

import http.client
import json
import pathlib
import re
import socket
import time

import machine
from processes import Failed, read_line

MAIN_CLASS = "dev.herd.engine.Main"
SLOTS = 256  # the most that one server may have


def get_json(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


class ModelServers:
    """One process that is several model servers, each on a port of its own."""

    def __init__(self, processes, program, models, count):
        self.process = processes.start("server", [program, count, *models])
        self.ports = [int(port) for port in read_line(self.process, 5).split()]
        self.pid = self.process.pid

    def stats(self):
        return get_json(self.ports[0], "/bench/stats")


class Direct:
    """Nothing in between."""

    name = "direct"

    def __init__(self, servers):
        self.ports = servers.ports
        self.pid = None


class Nginx:
    name = "nginx"

    def __init__(self, processes, template, servers):
        directory = processes.directory / "nginx"
        directory.mkdir()
        port = _free_port()
        text = template.read_text(encoding="utf-8")
        upstreams = "\n".join(f"        server 127.0.0.1:{each};" for each in servers.ports)
        for word, value in {"DIRECTORY": directory, "PORT": port, "SERVERS": upstreams}.items():
            text = text.replace(f"@{word}@", str(value))
        configuration = directory / "nginx.conf"
        configuration.write_text(text, encoding="utf-8")
        command = ["nginx", "-p", directory, "-e", directory / "error.log", "-c", configuration]
        self.process = processes.start("nginx", command)
        self.ports = [port]
        self.pid = self.process.pid
        _await_port(port, self.process)


class Herd:
    """Herd as the launcher runs it: its own process, all of its work done.

    The launcher is a script that becomes the Java process. What it runs is read from that process once, so that Herd
    without its cache, and every further one, differs from it in nothing else.
    """

    name = "herd"

    def __init__(self, processes, command, servers, **options):
        home = options.get("home") or processes.directory / f"home-{time.monotonic_ns()}"
        kind = options.get("kind", "ollama")
        words = [*command, "serve", "--port", 0, "--home", home, "--no-local", "--no-discovery"]
        for index, port in enumerate(servers.ports):
            words += ["--upstream", f"http://127.0.0.1:{port},name=node{index + 1},kind={kind},slots={SLOTS}"]
        self._processes = processes
        self.started = time.monotonic()
        self.process = processes.start("herd", words)
        line = read_line(self.process, 30)
        self.ready_after = time.monotonic() - self.started
        found = re.fullmatch(r"Herd ready on http://127\.0\.0\.1:(\d+) \((\d+) ms\)", line)
        if not found:
            raise Failed(f"Herd says something else than that it is ready: {line}")
        self.ports = [int(found.group(1))]
        self.pid = self.process.pid

    def end(self):
        self._processes.end(self.process)

    def java_command(self):
        words = machine.read(f"/proc/{self.pid}/cmdline").split("\0")
        if MAIN_CLASS not in words:
            raise Failed("the launcher runs something else than Herd's main class")
        return words[: words.index(MAIN_CLASS) + 1]

    def running(self):
        return get_json(self.ports[0], "/fleet/queue")["running"]


def without_cache(command):
    """The same, as it is before the cache was made."""
    cache = ("-XX:AOTCache=", "-Xlog:aot", "-Xlog:cds")
    return [word for word in command if not word.startswith(cache)]


def has_cache(command):
    return any(word.startswith("-XX:AOTCache=") for word in command)


def class_path(command):
    return command[command.index("-cp") + 1]


def java_tool(command, name):
    return pathlib.Path(command[0]).with_name(name)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _await_port(port, process):
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.02)
    raise Failed(f"nginx does not start: see {process.log}")
