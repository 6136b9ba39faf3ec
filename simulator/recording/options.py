"""A replay as the command line gives it: from options to a scenario fitted to its trace."""

import argparse
from collections.abc import Callable
from math import floor
from typing import Any

from simulator.changes import changed
from simulator.recording.fitting import fitted
from simulator.recording.recording import Recording
from simulator.recording.replay import Replay, recording_of
from simulator.scenario import Scenario
from simulator.sentences import ScenarioError, parse

INSTANT: dict[str, Any] = {
    "workload": {"read_share": 1.0},
    "client": {"nodes": 1},
    "cache": {"round_trip_s": 0, "service_s": 0, "eviction": "lru", "active_expiry": False},
    "database": {"connections": None, "read_s": 0, "write_s": 0, "service": "constant"},
    "strategy": {"name": "cache-aside", "ttl_s": None},
}
"""The world of a cache simulator: nothing takes time, so that misses never overlap."""
TIMED = {name: INSTANT[name] for name in ("workload", "strategy")}
"""The same on the default cache and database."""


def add_options(verb: argparse.ArgumentParser) -> None:
    """What can be said of a replay besides the scenario."""
    verb.add_argument("trace", metavar="TRACE", help="a file, or the name of a shipped trace")
    verb.add_argument("--format", metavar="NAME", help="default: found by the content")
    verb.add_argument("--columns", metavar="ROLE=COLUMN,...", help="as in key=url,time=2,unit=ms")
    verb.add_argument("--policy", metavar="NAME", help="who must go when the cache is full")
    room = verb.add_mutually_exclusive_group()
    room.add_argument("--capacity", metavar="N", type=float, help="entries that fit")
    room.add_argument("--fraction", metavar="F", type=float, help="capacity over distinct keys")
    verb.add_argument("--time", choices=["trace", "law"], help="default: trace if it has times")
    verb.add_argument("--speed", metavar="X", help="recorded instants are divided by this")
    verb.add_argument("--sample", metavar="RATE", help="keep this share of the keys")
    verb.add_argument("--order", choices=["file", "time"])
    verb.add_argument(
        "--operations",
        choices=["trace", "as-reads", "reads-only", "law"],
        default="trace",
        help="which requests are writes; law: as workload.read_share draws them",
    )
    verb.add_argument(
        "--ttl",
        choices=["trace", "strategy"],
        default="trace",
        help="whose TTL counts for keys to which the trace gave one",
    )
    verb.add_argument(
        "--latencies",
        action="store_true",
        help="let cache and database take the scenario's default times; by default they take "
        "none, as in a cache simulator",
    )


def base(given: argparse.Namespace) -> Scenario:
    """The world of a replay to which no scenario is given."""
    return parse(TIMED if given.latencies else INSTANT)


def with_trace(given: argparse.Namespace, scenario: Scenario) -> Scenario:
    """The scenario with the trace that the options tell; raises ScenarioError."""
    told = {"path": given.trace, "repeat": False, "operations": given.operations}
    told |= {name: getattr(given, name) for name in ("format", "columns", "time", "order", "ttl")}
    data = scenario.model_dump(mode="json")
    kept = data["workload"]["trace"] or {}
    data["workload"]["trace"] = kept | {n: v for n, v in told.items() if v is not None}
    names = {"speed": "workload.trace.speed", "sample": "workload.trace.sample"}
    numbers = [f"{path}={getattr(given, n)}" for n, path in names.items() if getattr(given, n)]
    policy = [f'cache.eviction="{given.policy}"'] if given.policy else []
    return changed(parse(data), *numbers, *policy, *given.set)


def replayed(
    given: argparse.Namespace,
    scenario: Scenario,
    on_progress: Callable[[float], None] | None = None,
) -> tuple[Scenario, Recording]:
    """The scenario to run and the recording it takes; raises ScenarioError, TraceError."""
    scenario = with_trace(given, scenario)
    trace: Any = scenario.workload.trace
    recording = recording_of(trace, on_progress)
    entries = capacity(given, recording, Replay(trace).distinct)
    changes = [] if entries is None else [f"cache.capacity_entries={entries}"]
    if given.time is None and recording.at_ns is not None:
        changes.append("workload.trace.time=trace")
    if trace.sample < 1:
        changes.append(f"workload.rate_rps={scenario.workload.rate_rps * trace.sample}")
    return fitted(changed(scenario, *changes)), recording


def capacity(given: argparse.Namespace, recording: Recording, distinct: int) -> int | None:
    """The entries that fit, if the options say; a sample's cache is as much smaller."""
    if given.fraction is not None:
        return max(1, floor(positive("--fraction", given.fraction) * distinct))
    if given.capacity is not None:
        return max(1, floor(positive("--capacity", given.capacity) * recording.rate))
    return None


def positive(name: str, value: float) -> float:
    """A number that must be above zero; raises ScenarioError."""
    if not 0 < value < float("inf"):
        raise ScenarioError(f"{name} must be above 0, got {value:g}; give a larger number")
    return value


def facts(recording: Recording) -> dict[str, Any]:
    """What the trace holds, as plain values."""
    faults = recording.faults
    first = [dict(zip(("line", "text", "reason"), each, strict=True)) for each in faults.first]
    return {
        "name": recording.name,
        "format": recording.format,
        "requests": recording.requests,
        "distinct_keys": recording.distinct,
        "accesses_in_file": recording.accesses,
        "operations": recording.operations or None,
        "span_s": recording.span_ns / 1e9 if recording.at_ns is not None else None,
        "steps_back": recording.steps_back,
        "sample": recording.rate,
        "malformed_lines": faults.count,
        "malformed_first": first,
    }


def all_reads(scenario: Scenario, recording: Recording) -> float:
    """How many reads a replay of the whole trace would make, of which this is a sample."""
    trace: Any = scenario.workload.trace
    fills = recording.operations.get("fills", 0) / recording.rate
    if recording.op is None or trace.operations == "law":
        return (recording.accesses - fills) * (
            1.0 if trace.operations == "as-reads" else scenario.workload.read_share
        )
    return recording.accesses - fills if trace.operations == "as-reads" else recording.reads
