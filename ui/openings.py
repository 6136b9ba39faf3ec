"""Openings: the bench that a visitor finds who brings none, and what a link adds to it."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from ui.bench import STACKS, Bench, assemble, differences, without
from ui.door import STRICT, Door
from ui.fields import tag_value
from ui.flat import Flat
from ui.incidents import FIRST

STAMPEDE: Flat = {
    "workload.rate_rps": 1128.0,
    "workload.duration_s": 60.0,
    "workload.warmup_s": 5.0,
    "workload.read_share": 1.0,
    "workload.keys": 100_000,
    "workload.popularity": "hotspot",
    "workload.popularity.hot_requests": 0.8865,
    "workload.popularity.hot_keys": 0.0,
    "database.connections": 80,
    "database.read_s": 0.5,
    "database.service": "constant",
    "strategy.ttl_s": 10.0,
    "protections": "xfetch,single-flight",
}
"""One key gets 1,000 reads a second and lives for 10 s; a load takes 0.5 s. Another 128 reads a
second miss on cold keys, which keeps 64 of the 80 connections busy: 80 %. A stampede of 500 loads
then leaves a queue that has not gone when the key expires again. The warm-up leaves out the cold
start, against which what refreshes in time can do nothing."""

LIVE: Flat = {
    "workload.rate_rps": 200.0,
    "workload.duration_s": 10.0,
    "workload.warmup_s": 2.0,
    "workload.keys": 1000,
    "strategy.ttl_s": 3.0,
}
"""Ten seconds at a rate that any machine can pace; entries expire now and then."""

DURABILITY: Flat = {
    "workload.rate_rps": 200.0,
    "workload.duration_s": 60.0,
    "workload.warmup_s": 10.0,
    "workload.read_share": 0.5,
    "workload.keys": 3000,
    "workload.popularity.exponent": 0.8,
    "strategy": "write-behind",
    "strategy.ttl_s": None,
    "strategy.flush_interval_s": 2.0,
    "strategy.flush_writes": 200,
    "faults": "cache-crash",
    "faults.cache-crash.at_s": 51.4,
}
"""A hundred writes a second on 3,000 keys, flushed every two seconds or after 200 writes. The cache
tier crashes towards the end, so that few of the keys whose writes are gone are written again."""

STALENESS: Flat = {
    "workload.rate_rps": 200.0,
    "workload.warmup_s": 20.0,
    "workload.read_share": 0.95,
    "workload.keys": 60,
    "workload.popularity.exponent": 0.8,
    "client.nodes": 1,
    "client.clients": 20,
    "database.connections": None,
    "database.read_s": 0.2,
    "database.write_s": 0.05,
    "database.snapshot": "start",
    "strategy.ttl_s": 20.0,
    "protections": "single-flight",
}
"""Loads of 0.2 s that read their row at the start, so that a commit can overtake them; ten writes
a second on 60 keys. One node with single flight and no limit on connections: the world in which
the closed forms hold."""

SHARED = ""
"""The opening of the bench that most pages share: the defaults."""
OPENINGS: Mapping[str, Flat] = MappingProxyType(
    {
        SHARED: {},
        "stampede": STAMPEDE,
        "staleness": STALENESS,
        "durability": DURABILITY,
        "failures": FIRST.flat,
        "live": LIVE,
    }
)
"""How each bench opens, by name: what differs from the defaults."""


def opened(own: str, flat: Mapping[str, Any] = MappingProxyType({}), door: Door = STRICT) -> Bench:
    """A bench with these differences from its opening; the door judges them."""
    return assemble(left_of(OPENINGS[own], flat) | dict(flat), door)


def told(bench: Bench, own: str) -> Flat:
    """What differs from the opening: `opened` gives the bench again."""
    opening, flat = OPENINGS[own], differences(bench)
    back = {name: value_at(bench, name) for name in opening if name not in flat}
    whole = flat | {name: value for name, value in back.items() if value is not GONE}
    left = left_of(opening, beyond(whole, opening))
    return beyond(whole, left)


def beyond(flat: Flat, opening: Flat) -> Flat:
    """What an opening does not say, or says otherwise."""
    return {n: value for n, value in flat.items() if n not in opening or opening[n] != value}


def left_of(opening: Flat, names: Iterable[str]) -> Flat:
    """What is left of an opening when these values are replaced: what hung on them goes."""
    for name in names:
        opening = opening if name in STACKS else without(opening, name)
    return dict(opening)


GONE = object()
"""Stands for the value of a setting that the bench does not have."""


def value_at(bench: Bench, name: str) -> Any:
    """The present value under a flat name."""
    node: Any = bench.scenario
    for part in name.split("."):
        node = getattr(node, part, GONE)
    if isinstance(node, tuple):
        return ",".join(tag_value(each) for each in node)
    return tag_value(node)
