"""Measures the dashboard as people feel it: slider to chart, first visits, many at once.

`python benchmarks/dashboard.py [--presses N] [--sessions N] [--minutes M] [--think S] [--json]`
from the project's folder. A real Chromium presses keys on the TTL slider of the Playground in the
default scenario (60,000 requests, four charts); then many visitors move it over the dashboard's
own protocol. The simulation's share is what the same runs take on a warm worker by themselves;
the server's is the rest until its last message; the browser's is what is left.
"""

import argparse
import asyncio
import json
import sys
import time
from concurrent.futures import wait
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.web import presses, sessions
from benchmarks.web.server import Server, running_server
from ui.bench import assemble
from ui.desk import Desk

HERE = Path(__file__).parents[1]
PAGES = ("", *sorted(each.stem for each in HERE.glob("pages/*.py") if each.stem != "start"))
TTLS_S = (15, 20, 45, 60, 90, 120)
"""For the runs that show what a simulation takes."""
CHARTS, STOPS, QUICK, WARM_UP = 4, 12, 10, 4
"""Charts on the page; presses for each seed, down from 30 s; quick ones; those not counted."""


def at(values: list[float], share: float) -> float:
    """The value that so large a share does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def simulation_ms() -> float:
    """What a run of the default scenario takes on a warm worker, handing over included."""
    desk = Desk(workers=1)
    try:
        return median([run_ms(desk, ttl_s) for ttl_s in (30, *TTLS_S)][1:])
    finally:
        desk.close()


def run_ms(desk: Desk, ttl_s: float) -> float:
    """One run."""
    began_s = time.perf_counter()
    job = desk.join(assemble({"strategy.ttl_s": float(ttl_s), "seed": 2}).scenario)
    wait([job.future])
    desk.leave(job)
    return (time.perf_counter() - began_s) * 1e3


def slider(browser: Any, server: Server, times: int) -> dict[str, Any]:
    """Single presses over stops that nobody has computed yet, then quick ones on the way back."""
    found: list[presses.Press] = []
    settled: list[float] = []
    for seed in count(2):
        with presses.opened(browser, f"{server.address}/playground?seed={seed}") as page:
            presses.rest(page, CHARTS)
            single = [presses.pressed(page, ["ArrowLeft"]) for _ in range(STOPS)]
            settled.append(presses.pressed(page, ["ArrowRight"] * QUICK).total)
        found += single[WARM_UP if not found else 0 :]
        if len(found) >= times:
            return {"presses": found[:times], "quick_ms": settled}
    raise AssertionError


def first_visits(browser: Any, server: Server) -> dict[str, tuple[float, float]]:
    """Each page to somebody who has nothing in his cache."""
    found = {}
    for page in PAGES:
        address = f"{server.address}/{page}"
        presses.first_visit(browser, address)  # from here on the server knows the runs
        found[page] = presses.first_visit(browser, address)
    return found


def crowd(server: Server, given: argparse.Namespace) -> dict[str, Any]:
    """Many visitors, and the memory before and after."""
    before = server.memory_mb()
    asyncio.run(sessions.visited(server.host, given.sessions, 0.2, given.think))
    warm = server.memory_mb()
    noted = asyncio.run(sessions.visited(server.host, given.sessions, given.minutes, given.think))
    return {
        "moves": len(noted.moves_s),
        "first_ms": [at(noted.first_s, share) * 1e3 for share in (0.5, 0.95, 1)],
        "move_ms": [at(noted.moves_s, share) * 1e3 for share in (0.5, 0.95, 1)],
        "errors": noted.errors,
        "kb_a_move": sum(noted.received_b) / 1e3 / max(1, len(noted.moves_s) + len(noted.first_s)),
        "memory_mb": {"start": before, "warm": warm, "end": server.memory_mb()},
    }


def measured(given: argparse.Namespace) -> dict[str, Any]:
    """All of it, on one server."""
    found: dict[str, Any] = {"simulation_ms": simulation_ms()}
    with running_server() as server:
        with presses.chromium() as browser:
            found |= slider(browser, server, given.presses)
            found["first_visits_ms"] = first_visits(browser, server)
        if given.sessions:
            found["crowd"] = crowd(server, given)
    return found


def print_slider(found: dict[str, Any]) -> None:
    """Slider to chart."""
    total = [each.total for each in found["presses"]]
    on_server = median([each.server for each in found["presses"]])
    run = min(found["simulation_ms"], on_server)
    middle = median(total)
    shares = {"simulation": run, "server": on_server - run, "browser": middle - on_server}
    first = found["presses"][0]
    print(f"key press to {first.charts} changed charts, {len(total)} presses:")
    print(f"  median {middle:.0f} ms, p95 {at(total, 0.95):.0f} ms, longest {max(total):.0f} ms")
    told = ", ".join(f"{name} {ms:.0f} ms ({ms / middle:.0%})" for name, ms in shares.items())
    print(f"  of the median: {told}; {first.received_kb:.0f} kB")
    quick = found["quick_ms"]
    print(f"ten quick presses, from the last one: median {median(quick):.0f} ms of {len(quick)}")


def print_rest(found: dict[str, Any]) -> None:
    """First visits, and the crowd."""
    print("first visit with an empty cache, ms:      heading  first chart")
    for page, (heading, chart) in found["first_visits_ms"].items():
        print(f"  /{page:<39}{heading:>7.0f}{chart:>13.0f}")
    crowd = found.get("crowd")
    if crowd:
        p50, p95, longest = crowd["move_ms"]
        first50, first95, _ = crowd["first_ms"]
        print(f"many at once: {crowd['moves']} moves, errors: {len(crowd['errors'])}")
        print(f"  a move: p50 {p50:.0f} ms, p95 {p95:.0f} ms, longest {longest:.0f} ms")
        print(
            f"  first page: p50 {first50:.0f} ms, p95 {first95:.0f} ms; {crowd['kb_a_move']:.0f} kB"
        )
        for moment, (own, workers) in crowd["memory_mb"].items():
            print(f"  memory, {moment}: server {own:.0f} MB, workers {workers:.0f} MB")
        for error in sorted(set(crowd["errors"])):
            print(f"  error: {error}")


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--presses", type=int, default=30)
    arguments.add_argument("--sessions", type=int, default=30, help="0: none")
    arguments.add_argument("--minutes", type=float, default=2)
    arguments.add_argument("--think", type=float, default=5, help="seconds between two moves")
    arguments.add_argument("--json", action="store_true", help="print JSON")
    given = arguments.parse_args()
    found = measured(given)
    if given.json:
        print(json.dumps(found, indent=2))
        return
    print_slider(found)
    print_rest(found)


if __name__ == "__main__":
    main()
