"""A hot key before a busy pool: the stampede that feeds itself, and what stops it."""

import pytest

from metrics import report
from simulator import parse, simulate
from strategies.shelf import PROTECTIONS

HOT_RPS, COLD_RPS, LOAD_S = 1000.0, 128.0, 0.5
CONNECTIONS = 80
COALESCING = ("single-flight", "lock", "lease")


def figures(protections):
    """One key gets 1,000 reads a second; cold reads keep 64 of 80 connections busy."""
    rate_rps = HOT_RPS + COLD_RPS
    workload = {
        "rate_rps": rate_rps,
        "duration_s": 60,
        "warmup_s": 5,
        "read_share": 1,
        "keys": 100_000,
        "popularity": {"law": "hotspot", "hot_requests": HOT_RPS / rate_rps, "hot_keys": 0},
    }
    scenario = parse(
        {
            "workload": workload,
            "database": {"connections": CONNECTIONS, "read_s": LOAD_S, "service": "constant"},
            "strategy": {"name": "cache-aside", "ttl_s": 10},
            "protections": [{"name": name} for name in protections],
        }
    )
    assert COLD_RPS * LOAD_S == 0.8 * CONNECTIONS
    return report(simulate(scenario))


def queue_peaks(run):
    """The longest queue in each 15 s of the run."""
    quarter = (run.timeline.start_s // 15).astype(int)
    return run.timeline.groupby(quarter).db_queue_mean.max().tolist()


def test_unprotected_the_queue_grows_from_expiry_to_expiry():
    """Each stampede leaves a queue in which the next first load waits, and p99 explodes."""
    run = figures(())
    peaks = queue_peaks(run)
    assert peaks == sorted(peaks)
    assert peaks[-1] > 4 * peaks[0]
    assert run.figures["latency_read_s_p99"] > 20 * LOAD_S


@pytest.mark.parametrize("name", COALESCING)
def test_any_coalescing_protection_prevents_the_spiral(name):
    """One load a node, or one for all: the queue stays short and p99 near the time of a load."""
    assert name in PROTECTIONS
    found = figures((name,)).figures
    assert found["stampede_peak"] <= 4
    assert found["db_queue_peak"] < CONNECTIONS
    assert found["latency_read_s_p99"] < 3 * LOAD_S
