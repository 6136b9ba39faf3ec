"""A dashboard of its own for the time of a measurement: its address, its memory, its end."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120
PAGE_B = os.sysconf("SC_PAGE_SIZE")


class Server:
    """Where it answers, and its process."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        """It may not answer yet."""
        self.host, self.process = f"127.0.0.1:{port}", process
        self.address = f"http://{self.host}"

    def answers(self) -> bool:
        """Is it up?"""
        with suppress(OSError):
            health = f"{self.address}/_stcore/health"
            with urllib.request.urlopen(health, timeout=1) as answer:  # noqa: S310
                return bool(answer.status == HTTPStatus.OK)
        return False

    def memory_mb(self) -> tuple[float, float]:
        """Resident memory of the server, and of its worker processes together."""
        pid = self.process.pid
        return resident_mb(pid), sum(map(resident_mb, children(pid)))


def resident_mb(pid: int) -> float:
    """A process's resident memory; none if it has ended."""
    with suppress(OSError):
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
        return pages * PAGE_B / 1e6
    return 0.0


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for each in found for child in each.read_text("ascii").split()]


@contextmanager
def running_server() -> Iterator[Server]:
    """A server on a free local port until the block ends, whatever ends it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, **quiet)  # noqa: S603
    try:
        server = Server(port, process)
        deadline_s = time.monotonic() + PATIENCE_S
        while not server.answers():
            if process.poll() is not None or time.monotonic() > deadline_s:
                sys.exit(f"the dashboard did not answer at {server.address}")
            time.sleep(0.05)
        yield server
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Politely, then surely."""
    for kind in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, kind)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
            return
