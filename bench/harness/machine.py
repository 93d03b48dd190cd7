"""What the machine is, and what /proc tells of it and of processes."""

import os
import platform
import re

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def describe():
    cpu = re.search(r"model name\s*:\s*(.*)", read("/proc/cpuinfo"))
    memory = re.search(r"MemTotal:\s*(\d+)", read("/proc/meminfo"))
    release = dict(re.findall(r'^(\w+)="?([^"\n]*)', read("/etc/os-release"), re.MULTILINE))
    return {
        "cpu": cpu.group(1) if cpu else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(int(memory.group(1)) / 1e6),
        "system": release.get("PRETTY_NAME", platform.system()),
        "kernel": platform.release(),
    }


def load_average():
    return os.getloadavg()[0]


def busy_seconds():
    """Seconds that all cores together have worked since the machine started."""
    user, nice, system, _idle, _wait, irq, soft = map(int, read("/proc/stat").split(None, 8)[1:8])
    return (user + nice + system + irq + soft) / TICKS_PER_SECOND


def cpu_seconds(pid):
    """Seconds of work of one process, its ended threads included."""
    fields = read(f"/proc/{pid}/stat").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


def status_number(pid, name):
    return int(re.search(rf"^{name}:\s*(\d+)", read(f"/proc/{pid}/status"), re.MULTILINE).group(1))


def resident_mb(pid):
    return status_number(pid, "VmRSS") / 1024


def threads(pid):
    return status_number(pid, "Threads")


def descriptors(pid):
    """How many descriptors a process has open, by what they are."""
    counts = {"all": 0, "sockets": 0, "epoll": 0, "eventfd": 0}
    directory = f"/proc/{pid}/fd"
    for name in os.listdir(directory):
        try:
            target = os.readlink(f"{directory}/{name}")
        except FileNotFoundError:
            continue
        counts["all"] += 1
        counts["sockets"] += target.startswith("socket:")
        counts["epoll"] += target == "anon_inode:[eventpoll]"
        counts["eventfd"] += target == "anon_inode:[eventfd]"
    return counts


class Foreign:
    """How much of the machine others used meanwhile, as a share of all its cores.

    What the kernel does on behalf of sockets outside of any process counts as foreign too, so that a quiet machine
    shows some per cent.
    """

    def __init__(self, clock, own_seconds):
        self._clock = clock
        self._own_seconds = own_seconds
        self._start = (clock(), busy_seconds(), own_seconds())

    def share(self):
        start, busy, own = self._start
        elapsed = max(self._clock() - start, 1e-3)
        foreign = busy_seconds() - busy - (self._own_seconds() - own)
        return max(0.0, foreign / elapsed / os.cpu_count())
