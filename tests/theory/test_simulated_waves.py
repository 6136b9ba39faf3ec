"""The simulator against the closed forms of keys that expire in step, on every engine."""

from math import exp, sqrt
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import gammainc

from simulator import simulate
from simulator.clock import NANOSECONDS
from simulator.faults.cache_crash import CacheCrash
from simulator.streams import stream
from simulator.workload.requests import Block
from tests.worlds import EVERY_ENGINE, Estimate, ideal, loads
from theory import errors, ttl

KEYS = 2000
READ_RPS = 5.0
"""Of each key."""


def crowd() -> list[Block]:
    """Every key is read once at 0, and at random from 1 to 2.2 s."""
    random = stream(11, "crowd")
    n = random.poisson(KEYS * READ_RPS * 1.2)
    at_s = np.concatenate([np.zeros(KEYS), 1 + np.sort(random.random(n)) * 1.2])
    key = np.concatenate([np.arange(KEYS), random.integers(0, KEYS, n)])
    zeros = np.zeros(len(at_s), dtype=np.uint8)
    return [Block((at_s * NANOSECONDS).astype(np.int64), key, zeros, zeros, zeros.astype(np.int32))]


def loads_s(engine: str, protections: Any = ()) -> NDArray[np.float64]:
    """When the keys are loaded, all having been set at 0 with a TTL of 1 s."""
    world = ideal(protections=protections, keys=KEYS, ttl_s=1, duration_s=2.2)
    return loads(simulate(world, engine=engine, requests=crowd())).joined_s


def count(instants_s: NDArray[np.float64], begin_s: float, end_s: float) -> Estimate:
    """How many keys are loaded in a window: each independently of the others."""
    found = int(((instants_s > begin_s) & (instants_s <= end_s)).sum())
    return Estimate(found, KEYS * errors.coin(found / KEYS, KEYS))


@EVERY_ENGINE
def test_keys_set_together_expire_together(engine: str) -> None:
    """Two thirds of the keys load within 0.2 s of the common expiry."""
    expected = ttl.first_wave_loads(KEYS, READ_RPS, 0.2)
    assert count(loads_s(engine), 1, 1.2).agrees(expected)


@EVERY_ENGINE
def test_jitter_spreads_the_wave(engine: str) -> None:
    """Lives of 1 to 2 s: in the busiest 0.2 s, the last before 2 s, 395 keys load, not 1264."""
    jitter = ({"name": "ttl-jitter", "spread": 1, "mode": "additive"},)
    late = (exp(-READ_RPS * 0.8) - exp(-READ_RPS)) / READ_RPS
    expected = KEYS * (0.2 - late)
    found = count(loads_s(engine, jitter), 1.8, 2.0)
    assert found.agrees(expected)
    assert expected / 0.2 < ttl.first_wave_peak_rps(KEYS, READ_RPS, 1)
    assert expected == pytest.approx(395, abs=0.6)


@EVERY_ENGINE
def test_jitter_reduces_the_peak_by_its_factor(engine: str) -> None:
    """Five reads a second and a second of jitter: rJ / (1 - e^-rJ) = 5.03 times lower.

    Each peak is measured over 0.2 s and told for an instant: as the first wave decays with e^-rt
    without jitter, and as it still rises with 1 - e^-rt with it.
    """
    plain = count(loads_s(engine), 1, 1.2)
    spread = ({"name": "ttl-jitter", "spread": 1, "mode": "additive"},)
    jittered = count(loads_s(engine, spread), 1.8, 2.0)
    late = (exp(-READ_RPS * 0.8) - exp(-READ_RPS)) / READ_RPS
    peaks_rps = (
        plain.mean * READ_RPS / (1 - exp(-READ_RPS * 0.2)),
        jittered.mean / (0.2 - late) * (1 - exp(-READ_RPS)),
    )
    expected = ttl.first_wave_peak_rps(KEYS, READ_RPS, 0) / ttl.first_wave_peak_rps(
        KEYS, READ_RPS, 1
    )
    assert expected == pytest.approx(5.034, abs=0.001)
    share = sqrt(sum((each.error / each.mean) ** 2 for each in (plain, jittered)))
    assert Estimate(peaks_rps[0] / peaks_rps[1], expected * share).agrees(expected)


def prefilled(engine: str, protections: Any = ()) -> NDArray[np.float64]:
    """When 2000 keys, all put in at 0 with a TTL of 10 s, are loaded; each read once a second."""
    world = ideal(
        protections=protections,
        keys=KEYS,
        popularity={"law": "uniform"},
        prefill=1,
        rate_rps=KEYS,
        duration_s=26,
        ttl_s=10,
    )
    return loads(simulate(world, engine=engine)).joined_s


@EVERY_ENGINE
@pytest.mark.slow
def test_a_mass_fill_comes_back_in_waves(engine: str) -> None:
    """Each wave, at a multiple of the TTL and wider than the last, has the size it should."""
    instants_s = prefilled(engine)
    for begin_s, end_s in [(0, 10), (10, 10.5), (10.5, 12), (20, 21), (21, 23), (23, 26)]:
        expected = ttl.wave_loads(KEYS, 1, 10, begin_s, end_s)
        assert count(instants_s, begin_s, end_s).agrees(expected)


@EVERY_ENGINE
@pytest.mark.slow
def test_jitter_damps_the_waves(engine: str) -> None:
    """Lives of 10 to 20 s: after 10 s keys load at 1 - e^-t of a tenth a second, no wave."""
    jitter = ({"name": "ttl-jitter", "spread": 1, "mode": "additive"},)
    instants_s = prefilled(engine, jitter)
    for begin_s, end_s in [(10, 11), (12, 13), (15, 16)]:
        rising = exp(-(begin_s - 10)) - exp(-(end_s - 10))
        assert count(instants_s, begin_s, end_s).agrees(KEYS / 10 * (end_s - begin_s - rising))


def crashed(engine: str, protections: Any = ()) -> NDArray[np.float64]:
    """When keys are loaded after the cache was filled at 0 and crashed at 3 s; 40 reads/s each."""
    world = ideal(
        protections=protections,
        keys=500,
        prefill=1,
        popularity={"law": "uniform"},
        rate_rps=500 * 40,
        duration_s=16.5,
        ttl_s=5,
    )
    world = world.model_copy(update={"faults": (CacheCrash(at_s=3),)})
    return loads(simulate(world, engine=engine)).joined_s


@EVERY_ENGINE
@pytest.mark.slow
def test_a_cold_start_comes_back_at_multiples_of_the_ttl(engine: str) -> None:
    """A crash at 3 s: each key loads once a wave, wave k from 3 + 5k s on, bucket by bucket.

    Miss k + 1 falls k TTLs and a Gamma(k + 1) time after the crash.
    """
    found_s = crashed(engine) - 3
    for wave in range(3):
        edges_s = wave * 5 + np.array([0, 0.02, 0.04, 0.06, 0.1, 0.2, 1])
        reached = gammainc(wave + 1, 40 * (edges_s - wave * 5))
        for begin_s, end_s, share in zip(edges_s, edges_s[1:], np.diff(reached), strict=False):
            n = int(((found_s > begin_s) & (found_s <= end_s)).sum())
            assert abs(n - 500 * share) <= 4.5 * sqrt(500 * share * (1 - share)) + 0.5


@EVERY_ENGINE
@pytest.mark.slow
def test_jitter_cuts_the_peak_of_the_second_wave(engine: str) -> None:
    """Lives of 5 to 7.5 s: the peak falls by rJ / (1 - e^-rJ), a hundred times, to n/J a second.

    The entries were all filled within a few reads of the crash, which smears the peak of r n loads
    a second but not the plateau of n/J.
    """
    jitter = ({"name": "ttl-jitter", "spread": 0.5, "mode": "additive"},)
    plateau_rps = ttl.first_wave_peak_rps(500, 40, 2.5)
    assert ttl.first_wave_peak_rps(500, 40, 0) / plateau_rps == pytest.approx(100, rel=1e-9)
    found_s = crashed(engine, jitter) - 3
    for begin_s in (5.5, 6, 6.5, 7):
        n = int(((found_s > begin_s) & (found_s <= begin_s + 0.5)).sum())
        assert abs(n - plateau_rps * 0.5) <= 4.5 * sqrt(plateau_rps * 0.5)
