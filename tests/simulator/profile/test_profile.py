"""The profile of small traces, and the scenario that is made from it."""

import pytest

from simulator.profile.profile import profiled
from simulator.profile.proposal import pace, proposed
from simulator.recording.recording import record
from tests.simulator.traces.files import sample, written


def test_a_cache_log_tells_rate_reads_sizes_and_ttl() -> None:
    """Redis saw 2,000 gets of 644 keys in 1.03 s, and 622 sets for an hour, which are fills."""
    profile = profiled(sample("redis_apache.monitor.log.gz"))
    scenario = proposed(profile)
    assert (profile.requests, profile.distinct, profile.read_share) == (2000, 644, 1)
    assert scenario.workload.keys == 644
    assert scenario.workload.rate_rps == pytest.approx(2000 / 1.0299, rel=0.01)
    assert scenario.strategy.model_dump()["ttl_s"] == 3600
    assert profile.operations["fills"] == 622


def test_an_access_log_tells_what_was_not_there(tmp_path) -> None:
    """One of four reads was answered with 404; the post is a write."""
    line = 'h - - [17/May/2015:10:05:{:02} +0000] "{} /{} HTTP/1.1" {} 5\n'
    rows = [(0, "GET", "a", 200), (1, "GET", "b", 404), (2, "GET", "a", 200)]
    rows += [(3, "HEAD", "a", 304), (4, "POST", "a", 200)]
    profile = profiled(record(written(tmp_path, "".join(line.format(*row) for row in rows))))
    workload = proposed(profile).workload
    assert (workload.missing_share, workload.read_share) == (0.25, 0.8)
    assert profile.span_s == 4


def test_what_a_trace_does_not_tell_stays_at_its_default() -> None:
    """Keys alone: no rate, no read share, no TTL."""
    told = proposed(profiled(sample("cache2k_orm_busy_10k.trace.xz"))).model_dump(
        exclude_defaults=True
    )
    assert told["workload"].keys() == {"keys", "popularity"}
    assert "strategy" not in told


def test_progress_reaches_the_whole() -> None:
    """The last share told is 1."""
    shares: list[float] = []
    profiled(sample("meta_kv_traces_1.csv"), shares.append)
    assert shares[-1] == 1


@pytest.mark.parametrize(
    ("rate_rps", "duration_s"), [(1000.0, 120.0), (100.0, 500.0), (50_000.0, 20.0)]
)
def test_a_run_is_long_enough_to_see_something_and_short_enough_to_play_with(
    rate_rps: float, duration_s: float
) -> None:
    """Two minutes; longer for 50,000 requests; shorter for at most a million."""
    assert pace(rate_rps)["duration_s"] == duration_s
