"""The bulkhead, in exact schedules on every engine."""

from typing import Any

from simulator.log import Requests
from tests.worlds import EVERY_ENGINE, ideal, loads, outcomes, play


def three(engine: str, **parameters: Any) -> Any:
    """Three cold reads of different keys at 1 s, loads of 1 s, two of them at a time."""
    stack = [{"name": "bulkhead", "max_loads": 2, **parameters}]
    world = ideal(protections=stack, read_s=1, keys=3)
    return play(world, engine, *((1, key, "read") for key in range(3)))


@EVERY_ENGINE
def test_excess_loads_queue(engine: str) -> None:
    """The third begins when the first ends."""
    log = three(engine)
    assert list(loads(log).joined_s) == [1, 1, 2]
    assert list(log.table(Requests).latency_s) == [1, 1, 2]
    assert outcomes(log) == ["miss_load"] * 3


@EVERY_ENGINE
def test_excess_loads_are_shed(engine: str) -> None:
    """The third is turned away at once."""
    log = three(engine, excess="shed")
    assert outcomes(log) == ["miss_load", "miss_load", "shed"]
    assert list(log.table(Requests).latency_s) == [1, 1, 0]


@EVERY_ENGINE
def test_a_failed_load_gives_its_place_back(engine: str) -> None:
    """The database refuses the second of two loads; the third read finds a free place."""
    stack = [{"name": "bulkhead", "max_loads": 2, "excess": "shed"}]
    world = ideal(protections=stack, read_s=1, keys=3, connections=1, queue_limit=0)
    log = play(world, engine, (1, 0, "read"), (1.5, 1, "read"), (2.5, 2, "read"), (2.6, 1, "read"))
    assert outcomes(log) == ["miss_load", "shed", "miss_load", "shed"]
    assert len(loads(log).joined_s) == 4
