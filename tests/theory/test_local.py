"""Two levels of cache: the figures of the closed form, and the simulator against it."""

import numpy as np
import pytest

from simulator import simulate
from simulator.log import Log
from simulator.outcome import HITS
from tests.worlds import EVERY_ENGINE, batch_means, ideal, reads, size
from theory import local

READ_RPS, NEAR_S, SHARED_S = 16, 1, 5
ROUND_TRIP_S = 1e-6
"""So short that it matters to nothing but telling the levels apart."""
MODEL_ERROR = {1: 0.0, 2: 0.003, 8: 0.0003}
"""By nodes: what taking the misses of several nodes as Poisson is off by."""


@pytest.mark.parametrize(
    ("nodes", "near", "shared"),
    [(1, 0.9412, 0.8000), (2, 0.8889, 0.8989), (8, 0.6667, 0.9639), (32, 0.3333, 0.9816)],
)
def test_the_figures_of_the_theory(nodes: int, near: float, shared: float) -> None:
    """Sixteen reads a second, near TTL 1 s, shared TTL 5 s."""
    found = local.levels(READ_RPS, nodes, NEAR_S, SHARED_S)
    assert found == pytest.approx((near, shared), abs=5e-5)


def test_without_a_near_level_the_shared_one_is_alone() -> None:
    """A near TTL of 0 leaves the plain closed form."""
    assert local.levels(2, 1, 0, 10).together == pytest.approx(20 / 21)
    assert local.levels(2, 4, 0, 10).together == pytest.approx(20 / 21)


def two_levels(engine: str, nodes: int) -> Log:
    """One key, no load time, a near cache in each node."""
    world = ideal(
        rate_rps=READ_RPS,
        duration_s=size(engine, reference=20_000) / READ_RPS,
        nodes=nodes,
        local_ttl_s=NEAR_S,
        ttl_s=SHARED_S,
        round_trip_s=ROUND_TRIP_S,
    )
    return simulate(world, engine=engine)


@EVERY_ENGINE
@pytest.mark.parametrize("nodes", MODEL_ERROR)
def test_both_levels_agree(engine: str, nodes: int) -> None:
    """Near hits take no time; of the other reads the shared level answers what the form says."""
    table = reads(two_levels(engine, nodes))
    expected = local.levels(READ_RPS, nodes, NEAR_S, SHARED_S)
    near = table.latency_s == 0
    assert batch_means(near).agrees(expected.near)
    shared = np.isin(table.outcome[~near], HITS)
    assert batch_means(shared).agrees(expected.shared, MODEL_ERROR[nodes])
    assert batch_means(np.isin(table.outcome, HITS)).agrees(expected.together, MODEL_ERROR[nodes])


@EVERY_ENGINE
def test_nothing_is_older_than_both_lives_together(engine: str) -> None:
    """Without invalidation a read misses a write for up to six seconds, and some nearly so."""
    world = ideal(
        rate_rps=READ_RPS,
        duration_s=size(engine, reference=20_000) / READ_RPS,
        read_share=0.95,
        nodes=2,
        local_ttl_s=NEAR_S,
        ttl_s=SHARED_S,
        invalidation="ttl-only",
    )
    oldest_s = reads(simulate(world, engine=engine)).age_s.max()
    worst_s = local.worst_age_s(NEAR_S, SHARED_S)
    assert 0.9 * worst_s < oldest_s <= worst_s
