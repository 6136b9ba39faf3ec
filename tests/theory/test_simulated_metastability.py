"""Who stays down after a cold cache: the simulator against the conditions, on every engine.

A cache that holds everything is lost, and the database stands still for six seconds. It serves 100
loads a second, clients wait for one second, and a late result is dropped.
"""

from typing import Any, NamedTuple

import pytest

from metrics import report
from simulator import Scenario, parse, simulate
from theory import retries

CAPACITY_RPS, TIMEOUT_S = 100, 1.0
TROUBLE_S, STALL_S = 20, 6
CRASH = {"name": "cache-crash", "at_s": TROUBLE_S}
STALL = {"name": "database-outage", "at_s": TROUBLE_S, "for_s": STALL_S, "kind": "stalled"}
EVERY_RUN = pytest.mark.parametrize(
    ("engine", "seed"), [("fast", 1), ("fast", 2), ("fast", 3), ("reference", 1)]
)


class Setting(NamedTuple):
    """A load, and what clients and database do."""

    read_rps: float
    tries: int = 1
    queue_limit: int | None = None
    kept: bool = False
    stall: bool = True
    down: bool = False


SETTINGS = (
    Setting(60, down=True),
    Setting(40),
    Setting(140, queue_limit=80),
    Setting(140, queue_limit=250, down=True),
    Setting(60, stall=False),
    Setting(60, kept=True),
    Setting(70, tries=0),
    Setting(30, tries=3, down=True),
    Setting(20, tries=3),
    Setting(60, tries=3, queue_limit=80),
)
"""On either side of the safe load with one retry and with three, and each of the ways out."""


def world(own: Setting, seed: int) -> Scenario:
    """All 200 keys are cached at the start; the figures begin well after the trouble."""
    workload = {"rate_rps": own.read_rps, "duration_s": 120, "warmup_s": 80, "read_share": 1}
    client: Any = {"timeout_s": TIMEOUT_S, "retries": own.tries, "backoff_s": 0.1}
    return parse(
        {
            "workload": workload | {"keys": 200, "prefill": 1, "popularity": {"law": "uniform"}},
            "client": client | {"late_results": "kept" if own.kept else "dropped"},
            "database": {"connections": 10, "read_s": 0.1, "queue_limit": own.queue_limit},
            "strategy": {"name": "cache-aside", "ttl_s": None},
            "faults": [CRASH, STALL] if own.stall else [CRASH],
            "seed": seed,
        }
    )


@EVERY_RUN
@pytest.mark.parametrize("own", SETTINGS, ids=str)
def test_who_stays_down(own: Setting, engine: str, seed: int) -> None:
    """Down: every read fails after all its attempts, for good. Recovered: nearly all hit."""
    figures: Any = report(simulate(world(own, seed), engine=engine)).figures
    if own.down:
        assert figures["hit_ratio"] == 0
        assert figures["goodput_rps"] < 0.01 * own.read_rps
        assert figures["attempts_per_read"] == pytest.approx(own.tries + 1, rel=0.01)
    else:
        assert figures["hit_ratio"] > 0.95
        assert figures["attempts_per_read"] < 1.05


@pytest.mark.parametrize("own", [own for own in SETTINGS if own.stall], ids=str)
def test_the_conditions_say_so_beforehand(own: Setting) -> None:
    """Load over capacity with retries, no short queue, no late fills; the stall is long enough."""
    limits = (CAPACITY_RPS, TIMEOUT_S, own.queue_limit)
    found = retries.stays_down(own.read_rps, own.tries, *limits, late_results_kept=own.kept)
    assert found is own.down
    waiting = own.read_rps * (own.tries + 1) * STALL_S
    assert waiting > retries.trigger_queue(CAPACITY_RPS, TIMEOUT_S)
