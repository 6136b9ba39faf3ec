"""The closed form beside a way of flushing: writes at risk, rows written, coalescing."""

from collections.abc import Callable
from typing import Any, NamedTuple

from metrics import Report
from simulator import Scenario
from simulator.workload.arrivals import Poisson
from simulator.workload.popularity import Uniform, Zipf
from theory import write_behind
from ui.fields import tag_value
from ui.flushes import crashes_s


class Forecast(NamedTuple):
    """Writes that a crash at a random instant loses, rows a second, writes a row. Which law."""

    lost: float | None
    rows_rps: float | None
    coalescing: float | None
    law: str


class World(NamedTuple):
    """What the closed forms take: keys, their exponent, writes a second over all of them."""

    keys: int
    exponent: float
    write_rps: float


def forecast(scenario: Scenario) -> Forecast:
    """The closed form for a scenario's way of flushing; it takes a flush as instantaneous."""
    workload, own = scenario.workload, scenario.strategy
    law: Any = workload.popularity
    known = isinstance(law, (Zipf, Uniform)) and isinstance(workload.arrivals, Poisson)
    if workload.trace is not None or not known:
        return Forecast(None, None, None, "none: keys must follow Zipf's law, arrivals Poisson's")
    write_rps = workload.rate_rps * (1 - workload.read_share)
    if write_rps == 0:
        return Forecast(None, None, None, "none: nobody writes")
    if tag_value(own) == "write-through":
        return Forecast(0.0, write_rps, 1.0, "stored before it is acknowledged")
    world = World(workload.keys, getattr(law, "exponent", 0.0), write_rps)
    return behind(world, own)


def behind(world: World, own: Any) -> Forecast:
    """Write-behind, by its trigger."""
    rule = RULES.get(own.flush)
    if rule is None or not own.coalescing:
        return Forecast(None, None, None, "none for this trigger")
    return rule(world, own)


def interval(world: World, own: Any) -> Forecast:
    """All together, every so often."""
    found = write_behind.common_flush(*world, own.flush_interval_s)
    return Forecast(found.lost_writes, found.rows_rps, found.coalescing, "wF / 2")


def first_write(world: World, own: Any) -> Forecast:
    """Each key on its own clock."""
    found = write_behind.delay_per_key(*world, own.flush_interval_s)
    return Forecast(found.lost_writes, found.rows_rps, found.coalescing, "Σ x (1 + x/2) / (1 + x)")


def size(world: World, own: Any) -> Forecast:
    """After so many writes."""
    lost, rows = write_behind.flush_by_count(world.keys, world.exponent, own.flush_writes)
    coalescing = own.flush_writes / rows
    return Forecast(lost, world.write_rps / coalescing, coalescing, "(B - 1) / 2")


def size_or_interval(world: World, own: Any) -> Forecast:
    """Whichever comes first."""
    found = write_behind.flush_by_count_or_time(
        world.write_rps, own.flush_writes, own.flush_interval_s
    )
    return Forecast(found.lost_writes, None, None, "B writes or F seconds")


RULES: dict[str, Callable[[World, Any], Forecast]] = {
    "interval": interval,
    "first-write": first_write,
    "size": size,
    "size-or-interval": size_or_interval,
}


def at_risk(report: Report) -> float | None:
    """Unstored writes on average, from the warm-up's end to the first fault, as sampled."""
    workload = report.scenario.workload
    until_s = min([workload.duration_s, *crashes_s(report.scenario)])
    timeline = report.timeline
    before = (timeline["start_s"] >= workload.warmup_s) & (timeline["end_s"] <= until_s)
    return float(timeline.loc[before, "unstored_writes"].mean()) if before.any() else None


def rows_rps(report: Report) -> float:
    """Rows written a second after the warm-up."""
    workload = report.scenario.workload
    return (report.figures["db_writes"] or 0) / (workload.duration_s - workload.warmup_s)
