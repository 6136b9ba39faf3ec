"""The closed form beside a way: which one applies, where none does, and that runs agree."""

from math import exp
from typing import Any

import pytest

from metrics.batches import Share
from simulator import Scenario, parse, simulate
from theory import staleness
from ui.bench import changed
from ui.laws import deviation, law
from ui.openings import opened
from ui.truth import TruthFold
from ui.ways import ways

ONE_KEY: dict[str, Any] = {
    "workload": {"keys": 1, "rate_rps": 11, "read_share": 10 / 11},
    "client": {"nodes": 1},
    "database": {"connections": None, "read_s": 0.2, "service": "constant", "snapshot": "start"},
    "protections": [{"name": "single-flight"}],
}


def world(strategy: dict[str, Any], **parts: Any) -> Scenario:
    """One key, 10 reads and 1 write a second, loads of 0.2 s; parts replace sections."""
    return parse(ONE_KEY | {"strategy": strategy} | parts)


def aside(invalidation: str, **more: Any) -> dict[str, Any]:
    """Cache-aside with a TTL of 5 s."""
    return {"name": "cache-aside", "invalidation": invalidation, "ttl_s": 5} | more


def test_one_key_has_its_own_closed_form() -> None:
    """The race poisons 1 - e^-0.2 of the hits; TTL only makes 1 - e^-0.2 (1 - e^-5) / 5 stale."""
    assert law(world(aside("delete-after"))).stale == pytest.approx(1 - exp(-0.2))
    ttl_only = 1 - exp(-0.2) * (1 - exp(-5)) / 5
    assert law(world(aside("ttl-only"))).stale == pytest.approx(ttl_only)


def test_exponential_loads_have_another() -> None:
    """0.2 / 1.2 of the hits instead."""
    database = ONE_KEY["database"] | {"service": "exponential"}
    found = law(world(aside("delete-after"), database=database))
    assert found.stale == pytest.approx(0.2 / 1.2)
    assert "for every TTL" in found.words


def test_hit_ratios_come_with_it() -> None:
    """TTL only: 50 hits a life of 1 + 10 x 5.2 reads."""
    assert law(world(aside("ttl-only"))).hit == pytest.approx(50 / 53)


def test_two_keys_are_weighted_with_their_hits() -> None:
    """Two equal keys with half the rates each have the share of half the write rate."""
    workload = ONE_KEY["workload"] | {"keys": 2, "popularity": {"law": "uniform"}}
    assert law(world(aside("delete-after"), workload=workload)).stale == pytest.approx(
        1 - exp(-0.1)
    )


@pytest.mark.parametrize("way", ["lease", "versioned-set"])
def test_closed_doors_leave_nothing(way: str) -> None:
    """An outdated set is refused."""
    assert law(world(aside(way))).stale == 0


def test_late_deletes_have_a_form_without_load_time() -> None:
    """With a load there is none."""
    database = ONE_KEY["database"] | {"read_s": 0}
    found = law(world(aside("cdc", cdc_lag_s=0.5), database=database))
    assert found.stale == pytest.approx(staleness.late_deletes_share(1, 0.5, 5))
    assert law(world(aside("cdc"))).stale is None


def test_updates_in_place_that_keep_the_ttl() -> None:
    """(1 - e^-0.2) (1 - e^-5) / 5; none if each write starts the TTL anew."""
    through = {"name": "write-through", "ttl_s": 5, "allocate": "if-present", "keep_ttl": True}
    expected = (1 - exp(-0.2)) * (1 - exp(-5)) / 5
    assert law(world(through)).stale == pytest.approx(expected)
    assert law(world(through | {"keep_ttl": False})).stale is None


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"protections": []}, "loads of a key overlap"),
        ({"client": {"nodes": 2}}, "loads of a key overlap"),
        ({"database": {"connections": 4}}, "loads queue"),
        ({"database": {"connections": None, "replica_lag_s": 1}}, "replica"),
        ({"cache": {"delete_loss": 0.1}}, "deletes get lost"),
        ({"cache": {"capacity_entries": 1}, "workload": {"keys": 2}}, "evicted"),
        ({"workload": {"arrivals": {"law": "constant"}}}, "Poisson"),
        ({"workload": {"read_share": 0}}, "nobody reads"),
        ({"faults": [{"name": "cache-crash"}]}, "faults"),
    ],
)
def test_where_an_assumption_breaks_there_is_none(parts: dict[str, Any], words: str) -> None:
    """And the table says which."""
    found = law(world(aside("delete-after"), **parts))
    assert found.stale is None
    assert found.words.startswith("none: ")
    assert words in found.words


@pytest.mark.parametrize("way", ["ttl-only", "delete-after", "write-in-place", "lease"])
def test_runs_of_the_opening_agree_with_their_closed_form(way: str) -> None:
    """Sixty keys with exponential loads: within 4.5 standard errors, or exactly."""
    bench = changed(opened("staleness"), "workload.duration_s", 300)
    scenario = ways(bench)[way]
    fold = TruthFold(scenario)
    found = fold.report(simulate(scenario, keep=fold.take))
    assert deviation(found.stale_hits, law(scenario).stale).startswith("agrees")


def test_a_deviation_in_words() -> None:
    """Within 4.5 standard errors, beyond, without scatter, without anything to compare."""
    assert deviation(Share(0.11, 0.01), 0.1) == "agrees, +1.0 se"
    assert deviation(Share(0.2, 0.01), 0.1) == "differs, +10.0 se"
    assert deviation(Share(0.0, 0.0), 0.0) == "agrees, no scatter"
    assert deviation(Share(0.0, 0.0), 0.1) == "-10.00%, no scatter to judge by"
    assert deviation(Share(None, None), 0.1) == ""
    assert deviation(Share(0.1, 0.01), None) == ""
