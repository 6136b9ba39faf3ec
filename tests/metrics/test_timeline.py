"""The run over time, on a log made by hand: 200 windows of 0.1 s."""

from math import isnan

import pytest

from metrics import report
from simulator import parse, simulate
from tests.metrics.hand import Request, Sample, Statement, log_of

TABLE = report(
    log_of(
        (
            Request(0.05, "miss_load", 0.1),
            Request(12.01, latency_s=0.001),
            Request(12.02, "miss_load", 0.2, behind=1, age_s=4),
            Request(12.03, "acknowledged", 0.3, write=1),
            Request(12.04, "shed"),
            Request(12.09, latency_s=0.001),
        ),
        (
            Statement(12.01, 12.05, 12.15, rows=3),
            Statement(12.02, 12.02, 12.04, write=1, rows=2),
            Statement(12.03, 12.03, 12.03, refused=1),
        ),
        samples=(Sample(0, dirty=1), Sample(12.05, 9, dirty=7, unstored=8, behind=2, ahead=1)),
    )
).timeline


def at(start_s: float) -> dict[str, float]:
    """The window that begins then."""
    row = TABLE[(TABLE["start_s"] - start_s).abs() < 1e-9].drop(columns="fault")
    return {str(name): float(value) for name, value in row.iloc[0].items()}


def test_windows_cover_the_whole_run() -> None:
    """From 0 to 20 s, warm-up included."""
    assert len(TABLE) == 200
    assert TABLE["start_s"].iloc[0] == 0
    assert TABLE["end_s"].iloc[-1] == pytest.approx(20)
    assert at(0)["request_rps"] == pytest.approx(10)


def test_a_window_of_requests() -> None:
    """Five requests, four of them reads, two of these hits, one stale by 4 s."""
    window = at(12)
    assert window["request_rps"] == pytest.approx(50)
    assert window["hit_ratio"] == pytest.approx(0.5)
    assert window["stale_read_ratio"] == pytest.approx(0.25)
    assert (window["failure_ratio"], window["goodput_rps"]) == pytest.approx((0.2, 40))
    assert window["staleness_age_s_mean"] == pytest.approx(4)
    assert window["staleness_age_s_p95"] == pytest.approx(4, rel=0.01)


def test_latencies_within_one_percent() -> None:
    """Of three reads that were answered the median took 1 ms, the slowest 0.2 s."""
    assert at(12)["latency_read_s_p50"] == pytest.approx(0.001, rel=0.01)
    assert at(12)["latency_read_s_p99"] == pytest.approx(0.2, rel=0.01)


def test_a_window_of_the_database() -> None:
    """3 rows read and 2 written; 40 ms of waiting; 50 + 20 ms of work, the rest in the next."""
    window = at(12)
    assert (window["db_read_rps"], window["db_write_rps"]) == pytest.approx((30, 20))
    assert window["db_queue_mean"] == pytest.approx(0.4)
    assert window["db_busy_mean"] == pytest.approx(0.7)
    assert at(12.1)["db_busy_mean"] == pytest.approx(0.5)


def test_states_are_sampled() -> None:
    """The window of the sample has its state."""
    window = at(12)
    assert (window["dirty_keys"], window["unstored_writes"]) == (7, 8)
    assert window["cache_entries"] == 9
    assert (window["entries_behind"], window["entries_ahead"]) == (2, 1)


def test_an_empty_window_has_no_averages() -> None:
    """Rates are zero, ratios and quantiles are not a number."""
    window = at(15)
    assert (window["request_rps"], window["db_read_rps"]) == (0, 0)
    assert all(isnan(window[n]) for n in ("hit_ratio", "latency_read_s_p50", "stale_read_ratio"))


def test_every_window_has_its_sample_whatever_the_duration() -> None:
    """51 s divide into windows whose edges are no round numbers of nanoseconds."""
    scenario = parse({"workload": {"duration_s": 51, "warmup_s": 0, "rate_rps": 20}})
    entries = report(simulate(scenario)).timeline["cache_entries"]
    assert (entries.to_numpy()[10:] > 0).all()
