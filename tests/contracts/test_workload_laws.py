"""What every law of arrival and of popularity must keep."""

from typing import Any

import numpy as np
import pytest

from simulator import Scenario, parse
from simulator.clock import NANOSECONDS
from simulator.streams import stream
from simulator.workload.arrivals import ARRIVALS
from simulator.workload.key_source import KeySource
from simulator.workload.popularity import POPULARITIES
from simulator.workload.requests import BLOCK, KeySpace, blocks

EVERY_ARRIVAL = pytest.mark.parametrize("law", ARRIVALS)
EVERY_POPULARITY = pytest.mark.parametrize("law", POPULARITIES)


def scenario(**workload: Any) -> Scenario:
    """A scenario of which only the workload matters."""
    return parse({"workload": {"warmup_s": 0} | workload})


def columns(**workload: Any) -> list[Any]:
    """All requests of a workload as one block."""
    world = scenario(**workload)
    found = list(blocks(world, KeySpace(world.workload, world.seed)))
    return [np.concatenate(column) for column in zip(*found, strict=True)]


def source_of(law: str, keys: int, seed: int) -> KeySource:
    """A source of keys under a law with its default parameters."""
    popularity: Any = POPULARITIES[law]()
    source: KeySource = popularity.source(keys, stream(seed, "keys"))
    return source


WHOLE: dict[str, dict[str, Any]] = {
    "diurnal": {"period_s": 25},
    "bursts": {"burst_s": 0.02, "calm_s": 0.1},
}
"""Parameters with which 100 s are enough for a law's mean to show."""


@EVERY_ARRIVAL
def test_the_mean_rate_is_what_was_asked_for(law: str) -> None:
    """100,000 expected arrivals come to within 4.5 standard deviations of their count.

    Its variance is Poisson's, and in these bursts 27.7 times as large: 1 + 2 s^2/(a m) with s^2
    the variance of the rate, m its mean, and a the sum of the switching rates.
    """
    arrivals: dict[str, Any] = {"law": law, **WHOLE.get(law, {})}
    at_ns, *_ = columns(rate_rps=1000, duration_s=100, arrivals=arrivals)
    variance = 100_000 * (27.7 if law == "bursts" else 1)
    assert abs(len(at_ns) - 100_000) <= 4.5 * np.sqrt(variance)


@EVERY_ARRIVAL
def test_requests_arrive_in_order_and_in_time(law: str) -> None:
    """Instants never go back, and all lie before the end."""
    at_ns, *_ = columns(rate_rps=300, duration_s=10, arrivals={"law": law})
    assert (np.diff(at_ns) >= 0).all()
    assert at_ns[0] >= 0
    assert at_ns[-1] < 10 * NANOSECONDS


@pytest.mark.parametrize("law", sorted(ARRIVALS.keys() - {"ramp"}))
def test_a_longer_run_begins_like_a_shorter_one(law: str) -> None:
    """What arrives in the first 50 s does not depend on when the run ends.

    A ramp is stretched over the run.
    """
    short = columns(rate_rps=1000, duration_s=50, arrivals={"law": law})
    long = columns(rate_rps=1000, duration_s=120, arrivals={"law": law})
    assert len(long[0]) > BLOCK
    for ours, theirs in zip(short, long, strict=True):
        assert (ours == theirs[: len(ours)]).all()


@EVERY_POPULARITY
@pytest.mark.parametrize("keys", [1, 2, 7, 1000])
def test_keys_are_rows_of_the_database(law: str, keys: int) -> None:
    """Every drawn key is one of the rows, in a world of one row too."""
    source = source_of(law, keys, seed=1)
    drawn = np.concatenate([source.draw(n) for n in (0, 1, 500)])
    assert len(drawn) == 501
    assert drawn.dtype == np.int64
    assert set(drawn.tolist()) <= set(range(keys))


@EVERY_POPULARITY
def test_keys_come_from_the_stream_alone(law: str) -> None:
    """The same stream gives the same keys."""
    first, second = (source_of(law, keys=50, seed=3).draw(200).tolist() for _ in range(2))
    assert first == second


@EVERY_POPULARITY
def test_keys_do_not_depend_on_arrivals_or_writes(law: str) -> None:
    """Another arrival law, rate, or read share leaves the sequence of keys as it is."""
    popularity = {"law": law}
    plain = columns(rate_rps=100, duration_s=10, popularity=popularity)
    other = columns(
        rate_rps=200,
        duration_s=10,
        read_share=0.5,
        arrivals={"law": "constant"},
        popularity=popularity,
    )
    assert (other[1][: len(plain[1])] == plain[1]).all()
