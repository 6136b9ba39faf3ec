"""Which scenarios a live run can carry out, and what of a scenario it has to leave out."""

from typing import NamedTuple

from live.errors import LiveError
from simulator.scenario import Scenario

LONGEST_S = 1800.0
MOST_REQUESTS = 1_000_000
MOST_KEYS = 1_000_000
MOST_CONNECTIONS = 256


LEFT_OUT = (
    ("cache", "capacity_entries", None, "a server's memory is not ours to limit"),
    ("cache", "capacity_bytes", None, "a server's memory is not ours to limit"),
    ("database", "replica_lag_s", 0.0, "there is one database and no replica"),
    ("workload", "list_share", 0.0, "the table has products and no lists"),
    ("client", "key_formats", 1, "all nodes spell keys alike"),
)
"""What has no counterpart here: section, field, its value without it, and why."""


class Fitted(NamedTuple):
    """A scenario as it is run, and a sentence for each thing left out of it."""

    scenario: Scenario
    remarks: tuple[str, ...]


def fitted(scenario: Scenario) -> Fitted:
    """The scenario as it can be run; raises LiveError where it cannot."""
    check(scenario)
    remarks = []
    for section, field, none, reason in LEFT_OUT:
        part = getattr(scenario, section)
        if getattr(part, field) != none:
            remarks.append(f"{section}.{field} is left out: {reason}")
            part = part.model_copy(update={field: none})
            scenario = scenario.model_copy(update={section: part})
    return Fitted(scenario, tuple(remarks))


def check(scenario: Scenario) -> None:
    """Raise LiveError with one sentence for what cannot be run in real time."""
    workload, connections = scenario.workload, scenario.database.connections
    at_most("workload.duration_s", workload.duration_s, LONGEST_S, "shorten the run")
    if workload.is_closed:
        raise LiveError(
            "workload.arrivals must be open in real time, got closed; choose poisson or constant: "
            "the requests of a live run are fixed beforehand, so that its twin meets the same ones"
        )
    at_most(workload.most_requests_from, scenario.requests, MOST_REQUESTS, "lower one of them")
    at_most("workload.keys", workload.keys, MOST_KEYS, "take fewer keys")
    if connections is None:
        raise LiveError(
            "database.connections must be a number in real time, got no limit; set it to the "
            "size of a real pool"
        )
    at_most("database.connections", connections, MOST_CONNECTIONS, "take a smaller pool")


def check_rows(rows: int) -> None:
    """Raise LiveError for a trace that asks for more rows than a run makes."""
    at_most("rows of the trace", rows, MOST_KEYS, "replay a part of it")


def at_most(name: str, value: float, limit: float, way_out: str) -> None:
    """Raise LiveError for a value above its limit."""
    if value > limit:
        raise LiveError(f"{name} must be at most {limit:g} in real time, got {value:g}; {way_out}")
