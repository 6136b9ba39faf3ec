"""Incidents to begin with on the failures page: known ways to go down, and to come back or not."""

from typing import NamedTuple

from simulator.faults.shelf import FAULTS
from ui.flat import Flat


class Incident(NamedTuple):
    """A scenario to begin with, and what it teaches."""

    title: str
    lesson: str
    flat: Flat


POOL: Flat = {
    "workload.duration_s": 90.0,
    "workload.warmup_s": 20.0,
    "workload.read_share": 1.0,
    "workload.keys": 10_000,
    "strategy.ttl_s": 20.0,
}
"""Sixteen connections and 20 ms a load: 800 loads a second, of which the misses of 1,000 reads a
second need a third."""

OUTAGE: Flat = {
    **POOL,
    "client.timeout_s": 1.0,
    "faults": "cache-outage",
    "faults.cache-outage.at_s": 40.4,
    "faults.cache-outage.for_s": 15.0,
}
HERD: Flat = {
    **POOL,
    "workload.duration_s": 80.0,
    "workload.keys": 5000,
    "workload.popularity.exponent": 1.1,
    "database.connections": 20,
    "database.read_s": 0.1,
    "faults": "cache-crash",
    "faults.cache-crash.at_s": 40.4,
}
"""Twenty connections and 100 ms a load: 200 loads a second, two thirds of which the misses need."""

RETRIES: Flat = {
    "workload.rate_rps": 60.0,
    "workload.duration_s": 120.0,
    "workload.warmup_s": 30.0,
    "workload.read_share": 1.0,
    "workload.keys": 300,
    "client.timeout_s": 1.0,
    "client.retries": 1,
    "client.backoff_s": 0.0,
    "client.late_results": "dropped",
    "database.connections": 1,
    "database.read_s": 0.01,
    "strategy.ttl_s": 60.0,
    "faults": "cache-crash,database-outage",
    "faults.cache-crash.at_s": 50.4,
    "faults.database-outage.at_s": 50.4,
    "faults.database-outage.kind": "stalled",
    "faults.database-outage.for_s": 6.0,
}
"""The world of the theory's retry storm: a database of 100 loads a second that also works off what
nobody waits for any more, a timeout of a second, one retry, late results of no use."""

KNOWN: dict[str, Incident] = {
    "outage-500": Incident(
        "Cache outage at 500/s",
        "The cache is gone for 15 s. 500 reads a second before a pool that serves 800: slower, "
        "not broken.",
        {**OUTAGE, "workload.rate_rps": 500.0},
    ),
    "outage-1000": Incident(
        "Cache outage at 1,000/s",
        "The same outage at 1,000 reads a second: more than the pool serves, so the queue grows "
        "and soon nobody is answered in time before the cache is back.",
        {**OUTAGE, "workload.rate_rps": 1000.0},
    ),
    "cold-start": Incident(
        "Cold start",
        "The cache crashes and comes back empty; what is filled together expires together.",
        {
            **POOL,
            "workload.rate_rps": 1500.0,
            "faults": "cache-crash",
            "faults.cache-crash.at_s": 40.4,
        },
    ),
    "retry-storm": Incident(
        "Retry storm",
        "60 reads a second, a database for 100, one retry. After a crash and a stall of 6 s every "
        "answer comes too late, and retries keep it so.",
        RETRIES,
    ),
    "purge": Incident(
        "Thundering herd after a purge",
        "Somebody deletes all keys from the cache at 2,000 reads a second.",
        {
            **POOL,
            "workload.rate_rps": 2000.0,
            "faults": "mass-purge",
            "faults.mass-purge.at_s": 40.4,
        },
    ),
    "open-clients": Incident(
        "Open clients",
        "A crash, and requests that keep coming whatever becomes of them: 1,000 reads a second "
        "miss at once, and the queue grows to hundreds. Set it beside the closed clients.",
        {**HERD, "workload.rate_rps": 1000.0},
    ),
    "closed-clients": Incident(
        "Closed clients",
        "The same world before a hundred users who wait for their answer before they ask again: "
        "while the database is slow they ask less, which hides the stampede.",
        {
            **HERD,
            "workload.arrivals": "closed",
            "workload.arrivals.users": 100,
            "workload.arrivals.think_s": 0.1,
        },
    ),
    "more-readers": Incident(
        "Ten times the readers",
        "The load grows evenly from 500 to 5,000 reads a second. Each entry serves more of them "
        "before it expires, so the hit ratio climbs: not even three times the loads.",
        {
            **POOL,
            "workload.rate_rps": 500.0,
            "faults": "ramp",
            "faults.ramp.at_s": 30.4,
            "faults.ramp.factor": 10.0,
            "faults.ramp.for_s": 50.0,
        },
    ),
    "slow-database": Incident(
        "Slow database",
        "The database takes five times as long for 20 s.",
        {
            **POOL,
            "workload.rate_rps": 1000.0,
            "faults": "database-slowdown",
            "faults.database-slowdown.at_s": 40.4,
            "faults.database-slowdown.factor": 5.0,
            "faults.database-slowdown.for_s": 20.0,
        },
    ),
}

INCIDENTS = {
    name: each
    for name, each in KNOWN.items()
    if FAULTS.keys() >= set(str(each.flat["faults"]).split(","))
}
"""Those whose faults are all on the shelf: a fault that goes takes its incidents along."""
FIRST = INCIDENTS.get("outage-1000") or next(iter(INCIDENTS.values()))
"""The one with which the page opens."""
