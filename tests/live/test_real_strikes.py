"""A scenario's faults on a Redis of the lab's own: they really strike it, and it comes back."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from live import Measured, Places, measure
from live.__main__ import main
from live.names import of_table
from metrics import report
from simulator.log import Requests
from simulator.scenario import Scenario
from tests.live.conftest import unless_found
from tests.live.worlds import BRIEF, brief
from tests.worlds import outcomes, schedule

pytestmark = pytest.mark.live
ROOT = Path(__file__).parents[2]
OUT_S, BACK_S, AFTER_S = 0.5, 2.0, 3.5
"""Instants so far apart that a busy machine does not mix them up."""
STEADY = (
    "workload.read_share=1",
    "workload.keys=5",
    "workload.prefill=1",
    "workload.duration_s=3.8",
    "workload.warmup_s=0",
    "strategy.ttl_s=60",
    "client.cache_timeout_s=0.4",
)


@pytest.fixture(autouse=True)
def program() -> None:
    """The server's program is there."""
    unless_found("redis-server", shutil.which("redis-server"))


def struck(**fault: object) -> Scenario:
    """A scenario with one fault."""
    return brief(*STEADY, "faults=" + json.dumps([fault]))


def outage(**own: object) -> Scenario:
    """A scenario with a cache outage."""
    return struck(name="cache-outage", at_s=OUT_S, for_s=BACK_S - OUT_S, **own)


def read_thrice(scenario: Scenario) -> Measured:
    """One key before, while and after something goes wrong."""
    plan = schedule(*((at_s, 1, "read") for at_s in (0.1, (OUT_S + BACK_S) / 2, AFTER_S)))
    return measure(scenario, Places(spare=True), requests=plan)


@pytest.mark.parametrize("kind", ["refused", "hanging"])
@pytest.mark.parametrize(("memory", "after"), [("kept", "fresh_hit"), ("lost", "miss_load")])
def test_an_outage_really_strikes(kind: str, memory: str, after: str) -> None:
    """Reads go past the dead server; it comes back warm or cold; what failed is counted."""
    measured = read_thrice(outage(kind=kind, memory=memory))
    assert outcomes(measured.log) == ["fresh_hit", "bypass", after]
    assert measured.incidents.counts["cache"] > 0
    assert measured.places == "a spare redis-server, embedded SQLite"


def test_a_hanging_server_is_waited_for_as_long_as_the_client_says() -> None:
    """The look-up of the second read hangs for 0.4 s at least."""
    table = read_thrice(outage(kind="hanging", memory="kept")).log.table(Requests)
    assert table.latency_s[1] >= 0.4


def test_a_crash_is_a_cold_restart() -> None:
    """The key has to be loaded again, past the cache if the crash has broken the connection."""
    before, next_one, last = outcomes(read_thrice(struck(name="cache-crash", at_s=OUT_S)).log)
    assert (before, last) == ("fresh_hit", "fresh_hit")
    assert next_one in {"miss_load", "bypass"}


def test_an_outage_that_outlasts_the_run_ends_with_it() -> None:
    """The run ends in time, with its books in order."""
    scenario = struck(name="cache-outage", at_s=OUT_S, for_s=600, memory="lost")
    assert outcomes(read_thrice(scenario).log) == ["fresh_hit", "bypass", "bypass"]


def test_the_time_line_shades_the_outage_and_shows_that_nothing_hits() -> None:
    """Between the kill and the restart no read hits; afterwards reads hit again."""
    course = report(measure(outage(memory="lost"), Places(spare=True)).log).timeline
    out = (course["start_s"] > OUT_S + 0.3) & (course["end_s"] < BACK_S)
    assert (course.loc[out, "hit_ratio"].dropna() == 0).all()
    assert course.loc[out, "fault"].str.contains("cache-outage").all()
    assert course.loc[course["start_s"] > BACK_S + 1, "hit_ratio"].mean() > 0.5


def test_the_command_line_takes_the_word_spare(capsys: Any) -> None:
    short = [word for change in BRIEF for word in ("--set", change)]
    arguments = ["run", *short, "--repeats", "2", "--redis", "spare", "--database", "embedded"]
    assert main(arguments) == 0
    assert "a spare redis-server, embedded SQLite" in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_spare_ends_with_the_program_whatever_ends_it(
    kind: signal.Signals, tmp_path: Path
) -> None:
    """Its folder goes too, or is found by its name where the program was killed."""
    if kind is signal.SIGKILL:
        unless_found("setpriv", shutil.which("setpriv"))
    changes = [word for change in BRIEF for word in ("--set", change)]
    where = ["--redis", "spare", "--database", "embedded", "--set", "workload.duration_s=60"]
    command = [sys.executable, "-m", "live", "run", *changes, *where]
    own = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, env=own) as program:
        servers = appeared(program.pid)
        program.send_signal(kind)
        program.communicate(timeout=60)
    assert len(servers) == 1
    assert gone(servers[0])
    left = [path.name for path in tmp_path.iterdir() if path.name.startswith("cachelab")]
    assert left == [] or kind is signal.SIGKILL
    assert all(of_table(name) for name in left)


def appeared(parent: int) -> list[int]:
    """The children of a program that are Redis servers, waited for."""
    until_s = time.monotonic() + 60
    while time.monotonic() < until_s:
        listed = subprocess.run(
            ["ps", "-ww", "-o", "pid=,comm=", "--ppid", str(parent)],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
        ).stdout.splitlines()
        found = [int(line.split()[0]) for line in listed if "redis-server" in line]
        if found:
            return found
        time.sleep(0.1)
    return []


def gone(pid: int) -> bool:
    """Has a process ended, or does it within some seconds?"""
    until_s = time.monotonic() + 20
    while time.monotonic() < until_s:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
