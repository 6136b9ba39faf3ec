"""What holds at an instant, from the faults of a scenario; instants in seconds."""

from typing import Any

from simulator import parse
from simulator.clock import nanoseconds
from simulator.conditions import Conditions


def conditions(*faults: dict[str, Any], duration_s: float = 100) -> Conditions:
    """Those of a scenario with these faults."""
    workload = {"duration_s": duration_s, "warmup_s": 0}
    return Conditions(parse({"workload": workload, "faults": list(faults)}))


def test_a_spell_has_its_beginning_and_not_its_end() -> None:
    """From 10 to 15."""
    down = conditions({"name": "cache-outage", "at_s": 10, "for_s": 5})
    holds = [down.cache_is_down(nanoseconds(at_s)) for at_s in (9.999, 10, 14.999, 15)]
    assert holds == [False, True, True, False]


def test_stalls_that_meet_are_one() -> None:
    """From 10 to 15, from 14 to 20 and from 20 to 21: what comes at 11 starts at 21."""
    stall = {"name": "database-outage", "kind": "stalled"}
    stalled = conditions(
        stall | {"at_s": 20, "for_s": 1},
        stall | {"at_s": 10, "for_s": 5},
        stall | {"at_s": 14, "for_s": 6},
    )
    starts = [stalled.start_ns(nanoseconds(at_s)) for at_s in (9, 11, 21)]
    assert starts == [nanoseconds(at_s) for at_s in (9, 21, 21)]


def test_slow_spells_multiply_and_slow_ways_add_up() -> None:
    """Twice and three times as long; 0.25 ms there usually, 30 ms more with both."""
    both = conditions(
        {"name": "database-slowdown", "at_s": 10, "for_s": 5, "factor": 2},
        {"name": "database-slowdown", "at_s": 12, "for_s": 5, "factor": 3},
        {"name": "network-latency", "at_s": 10, "for_s": 5, "added_s": 0.02},
        {"name": "network-latency", "at_s": 12, "for_s": 5, "added_s": 0.04},
    )
    assert [both.service_ns(nanoseconds(at_s), 100) for at_s in (9, 11, 13, 16)] == [
        *(100, 200, 600, 300)
    ]
    assert [both.half_ns(nanoseconds(at_s)) for at_s in (9, 11, 13, 16)] == [
        *(250_000, 10_250_000, 30_250_000, 20_250_000)
    ]


def test_everything_is_mended_a_minute_after_the_run() -> None:
    """A run of 100 s: at 160 s."""
    down = conditions({"name": "database-outage", "at_s": 10, "for_s": 1e6})
    assert [down.refuses(nanoseconds(at_s)) for at_s in (159.999, 160)] == [True, False]


def test_an_instant_left_to_chance_is_fixed_by_the_seed() -> None:
    """Twice the same, within the run."""
    plan = {"name": "cache-outage", "at_s": None, "for_s": 5}
    (begin_ns, end_ns, _), *_ = conditions(plan).outages
    assert conditions(plan).outages == [(begin_ns, end_ns, "refused")]
    assert 0 <= begin_ns < nanoseconds(100)
    assert end_ns == begin_ns + nanoseconds(5)
