"""The simulator against the closed forms of races between readers and writers, on every engine."""

from math import exp, inf
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator import simulate
from simulator.log import Log, Requests
from simulator.outcome import CODE
from tests.worlds import (
    EVERY_ENGINE,
    SINGLE_FLIGHT,
    batch_means,
    hit_ratio,
    hits,
    ideal,
    independent,
    reads,
    rows,
    size,
)
from theory import staleness


def run(engine: str, read_rps: float, write_rps: float, **fields: Any) -> Log:
    """One key that is read and written independently, loads coalesced, rows read at the start."""
    rate_rps = read_rps + write_rps
    plain: dict[str, Any] = {
        "strategy": "cache-aside",
        "protections": SINGLE_FLIGHT,
        "rate_rps": rate_rps,
        "duration_s": size(engine, fast=50_000) / rate_rps,
        "read_share": read_rps / rate_rps,
        "ttl_s": None,
        "snapshot": "start",
    }
    return simulate(ideal(**(plain | fields)), engine=engine)


def stale_share_of_hits(log: Log) -> Any:
    """Of the reads that hit, the share that got an older version."""
    return batch_means(hits(log).behind > 0)


class Fills:
    """The loads of a run that filled the cache: when, with what, and what was read of it."""

    def __init__(self, log: Log) -> None:
        """Every read that loaded is one; nothing takes time but the load itself."""
        table = log.table(Requests)
        loads = rows(table, table.outcome == CODE["miss_load"])
        self.at_s: NDArray[np.float64] = loads.at_s + loads.latency_s
        self.version = loads.version
        writes = rows(table, table.write == 1)
        self.commits_s: NDArray[np.float64] = writes.at_s
        self.outdated = self.version < np.searchsorted(self.commits_s, self.at_s)
        self.stale = rows(hits(log), hits(log).behind > 0)

    def stale_hits(self, after_s: float = 0) -> NDArray[np.int64]:
        """How many stale hits each fill had that came so long after it."""
        owner = np.searchsorted(self.at_s, self.stale.at_s) - 1
        late = self.stale.at_s - self.at_s[owner] > after_s
        return np.bincount(owner[late], minlength=len(self.at_s))


@EVERY_ENGINE
@pytest.mark.parametrize("service", ["constant", "exponential"])
@pytest.mark.parametrize("ttl_s", [0.5, 5, None])
def test_the_stale_set_race(engine: str, service: str, ttl_s: float | None) -> None:
    """10 reads/s, 0.5 writes/s, loads of 0.2 s: the same stale share for every TTL."""
    log = run(engine, 10, 0.5, read_s=0.2, service=service, ttl_s=ttl_s)
    share = staleness.delete_race_share(0.5, 0.2, exponential=service == "exponential")
    assert stale_share_of_hits(log).agrees(share)
    assert batch_means(Fills(log).outdated).agrees(share)


@EVERY_ENGINE
@pytest.mark.parametrize("ttl_s", [1, None])
def test_the_life_of_a_poisoned_entry(engine: str, ttl_s: float | None) -> None:
    """40 reads/s: so many stale hits, for 1/(write rate) or until the TTL."""
    log = run(engine, 40, 1, read_s=0.3, ttl_s=ttl_s)
    fills = Fills(log)
    life_s = staleness.mean_life_s(1, inf if ttl_s is None else ttl_s)
    assert independent(fills.stale_hits()[fills.outdated]).agrees(40 * life_s)


@EVERY_ENGINE
@pytest.mark.parametrize("second_s", [0.1, 0.4, 0.8])
@pytest.mark.parametrize("service", ["constant", "exponential"])
def test_a_delayed_second_delete(engine: str, second_s: float, service: str) -> None:
    """1 write/s, loads of 0.5 s: what the second delete does not remove stays until a write.

    Such a fill is seen by a stale hit after the second delete's time, if there is one before
    the next write.
    """
    log = run(
        engine,
        20,
        1,
        read_s=0.5,
        service=service,
        invalidation="double-delete",
        second_delete_s=second_s,
    )
    poisoned = staleness.second_delete_share(1, 0.5, second_s, exponential=service != "constant")
    seen = exp(-second_s) * 20 / 21
    assert batch_means(Fills(log).stale_hits(after_s=second_s) > 0).agrees(poisoned * seen)


@EVERY_ENGINE
@pytest.mark.parametrize("read_rps", [1, 10])
def test_delete_before(engine: str, read_rps: float) -> None:
    """Commit 0.2 s after the delete, no load time: poisoned by the rate of reads."""
    log = run(engine, read_rps, 0.1, invalidation="delete-before", write_s=0.2)
    share = staleness.delete_before_share(read_rps, 0.1, 0.2)
    assert batch_means(reads(log).behind > 0).agrees(share)


@EVERY_ENGINE
def test_a_replica_that_lags_poisons_like_the_wrong_order(engine: str) -> None:
    """Delete after the commit, reload from a replica 0.2 s behind: the same closed form."""
    log = run(engine, 10, 0.1, replica_lag_s=0.2)
    share = staleness.delete_before_share(10, 0.1, 0.2)
    assert batch_means(reads(log).behind > 0).agrees(share)


@EVERY_ENGINE
@pytest.mark.parametrize(("lag_s", "ttl_s"), [(0.1, None), (1, None), (0.5, 2)])
def test_deletes_from_the_log(engine: str, lag_s: float, ttl_s: float | None) -> None:
    """1 write/s, deletes that come late: never more than half of the hits are stale."""
    log = run(engine, 10, 1, invalidation="cdc", cdc_lag_s=lag_s, ttl_s=ttl_s)
    share = staleness.late_deletes_share(1, lag_s, inf if ttl_s is None else ttl_s)
    assert stale_share_of_hits(log).agrees(share)


@EVERY_ENGINE
def test_lost_deletes(engine: str) -> None:
    """Every second delete is lost, no load time, no TTL: half of the lives begin stale.

    An entry in the cache is stale from the first lost delete on until one arrives, a reader in
    between changes nothing: a write makes it stale with probability 1/2, clean with 1/2.
    """
    log = run(engine, 10, 1, delete_loss=0.5)
    present_and_current, present_and_stale, absent = stationary(10, 1, 0.5)
    assert absent > 0
    share = present_and_stale / (present_and_current + present_and_stale)
    assert stale_share_of_hits(log).agrees(share)


def stationary(read_rps: float, write_rps: float, loss: float) -> tuple[float, float, float]:
    """Shares of time that a key is cached and current, cached and stale, absent: a Markov chain.

    A delivered delete removes, a lost one makes stale, a read of an absent key fills.
    """
    removed, spoilt = write_rps * (1 - loss), write_rps * loss
    balance = np.array(
        [
            [-(removed + spoilt), 0, read_rps],
            [spoilt, -removed, 0],
            [1, 1, 1],
        ]
    )
    current, stale, absent = np.linalg.solve(balance, [0, 0, 1])
    return float(current), float(stale), float(absent)


@EVERY_ENGINE
@pytest.mark.parametrize("invalidation", ["lease", "versioned-set"])
def test_leases_and_versions_end_the_race(engine: str, invalidation: str) -> None:
    """Where deletes leave one entry in six poisoned, not one hit is stale."""
    log = run(engine, 10, 1, read_s=0.2, invalidation=invalidation)
    assert len(hits(log).at_s) > 1000
    assert not hits(log).behind.any()


@EVERY_ENGINE
@pytest.mark.parametrize("strategy", ["cache-aside", "write-through"])
def test_two_writers_reach_the_cache_in_the_wrong_order(engine: str, strategy: str) -> None:
    """1 write/s, sets that follow after 0.1 s on average: one pair in 22 is reordered."""
    own = {"invalidation": "update-after"} if strategy == "cache-aside" else {}
    log = run(engine, 0.001, 1, strategy=strategy, gap_s=0.1, **own)
    table = log.table(Requests)
    writes = rows(table, table.write == 1)
    heard_s = (writes.at_s + writes.latency_s)[np.argsort(writes.version)]
    share = staleness.reordered_writes_share(1, 0.1)
    assert batch_means(np.diff(heard_s) < 0).agrees(share)


@EVERY_ENGINE
@pytest.mark.parametrize(("invalidation", "stale"), [("update-after", 1), ("versioned-set", 0)])
def test_a_reordered_set_stays_unless_versions_refuse_it(
    engine: str, invalidation: str, stale: int
) -> None:
    """20 writes a second with gaps of 0.2 s: stale reads, unless versions refuse older sets."""
    worlds = (
        run(
            engine,
            1,
            20,
            invalidation=invalidation,
            gap_s=0.2,
            seed=seed,
            duration_s=20,
        )
        for seed in range(5)
    )
    outdated = [bool(log.table(Requests).behind.any()) for log in worlds]
    assert any(outdated) == bool(stale)


@EVERY_ENGINE
def test_write_through_with_a_late_reader(engine: str) -> None:
    """Updates in place that keep the TTL: the closed form says 6 % where popular belief says 0."""
    log = run(
        engine,
        20,
        0.5,
        strategy="write-through",
        allocate="if-present",
        keep_ttl=True,
        read_s=0.3,
        ttl_s=4,
    )
    assert stale_share_of_hits(log).agrees(staleness.write_through_race_share(0.5, 0.3, 4))


@EVERY_ENGINE
@pytest.mark.parametrize("restarts", [True, False])
@pytest.mark.parametrize("creates", [True, False])
def test_update_on_write(engine: str, restarts: bool, creates: bool) -> None:
    """1.5 reads/s, 0.4 writes/s, TTL 3 s, no delays: all four ways to update."""
    log = run(
        engine,
        1.5,
        0.4,
        strategy="write-through",
        allocate="always" if creates else "if-present",
        keep_ttl=not restarts,
        ttl_s=3,
    )
    expected = staleness.update_on_write(1.5, 0.4, 3, restarts=restarts, creates=creates)
    assert hit_ratio(log).agrees(expected)
