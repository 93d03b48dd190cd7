"""The processes of a run: all of them end with it, whatever happens."""

import ctypes
import os
import select
import signal
import subprocess
import time

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


def _die_with_parent():
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


class Failed(Exception):
    """Something the run needs does not work; the text says what, for people."""


class Processes:
    """Starts processes, and ends them by their ids."""

    def __init__(self, directory):
        self.directory = directory
        self._running = []

    def start(self, name, command, **options):
        """Starts a program whose stderr goes to a file of that name; its stdout is a pipe."""
        log = self.directory / f"{name}.log"
        with open(log, "ab") as errors:
            process = subprocess.Popen(
                [str(word) for word in command],
                stdin=options.get("stdin", subprocess.DEVNULL),
                stdout=subprocess.PIPE,
                stderr=errors,
                preexec_fn=_die_with_parent,
            )
        process.log = log
        self._running.append(process)
        return process

    def end(self, process, patience=10):
        """Asks it to end, and makes it end when it does not."""
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        process.stdout.close()
        if process in self._running:
            self._running.remove(process)

    def end_all(self):
        for process in reversed(list(self._running)):
            self.end(process, patience=3)


def read_line(process, seconds):
    """The next line of its stdout."""
    deadline = time.monotonic() + seconds
    line = b""
    while not line.endswith(b"\n"):
        ready, _, _ = select.select([process.stdout], [], [], max(0, deadline - time.monotonic()))
        byte = os.read(process.stdout.fileno(), 4096) if ready else b""
        if not byte:
            raise Failed(f"{process.args[0]} does not start: see {process.log}")
        line += byte
    return line.decode().strip()
