"""Causes and effects: each speaks where it happened and is silent where it did not."""

import numpy as np
import pytest

from metrics import report
from metrics.causes.back import ComesBack
from metrics.causes.base import groups
from metrics.causes.cold import BeginsCold
from metrics.causes.failures import RequestsFail, retried
from metrics.causes.fault import FaultStrikes
from metrics.causes.full import CacheFills
from metrics.causes.hit_ratio import HitRatioFalls
from metrics.causes.latency import LatencyRises
from metrics.causes.lost import WritesAreLost
from metrics.causes.overload import PoolOverloads
from metrics.causes.reads import ReadsRise
from metrics.causes.shelf import CAUSES
from metrics.causes.stale import StaleReads
from metrics.causes.stampede import Stampedes
from metrics.causes.waves import WavesAfterAColdStart
from simulator import parse, simulate
from simulator.counters import Counters
from simulator.ledger import Books, Lost
from tests.metrics.causes.looking import CRASH, reads, said
from tests.metrics.hand import Request, Sample, Statement, log_of

CALM = reads(0, 20)
HIT = (*reads(0, 15), *reads(15, 16, "miss_load", 0.5), *reads(16, 20))
"""A second of misses after the crash at 15 s."""
TTL_5_S = {"name": "cache-aside", "ttl_s": 5}


def steady(start_s: float, end_s: float, rate: float) -> tuple[Statement, ...]:
    """Loads at even distances that are served at once."""
    count = round((end_s - start_s) * rate)
    instants = (start_s + n / rate for n in range(count))
    return tuple(Statement(at_s, at_s, at_s + 0.01) for at_s in instants)


QUIET_BASE = steady(0, 15, 20)


def test_every_cause_is_silent_on_a_calm_run() -> None:
    """A hundred hits a second, twenty loads a second, no fault."""
    log = log_of(CALM, steady(0, 20, 20))
    assert {kind.__name__: said(kind, log) for kind in CAUSES} == {
        kind.__name__: [] for kind in CAUSES
    }


def test_a_fault_is_told_with_the_entries_that_went() -> None:
    """Samples before and after it."""
    samples = (Sample(14.95, 500), Sample(15.02, 500), Sample(15.1, 20))
    (found,) = said(FaultStrikes, log_of(CALM, samples=samples, faults=CRASH))
    assert found == (15, "Fault: cache crash; 480 of 500 entries left the cache.")
    (found,) = said(FaultStrikes, log_of(CALM, faults=CRASH))
    assert found.text == "Fault: cache crash."


def test_a_hit_ratio_falls_after_a_fault() -> None:
    """From all to none within a window; a run without a fall says nothing."""
    (found,) = said(HitRatioFalls, log_of(HIT, faults=CRASH))
    assert found == (15, "Hit ratio fell from 100% to 0%.")
    assert not said(HitRatioFalls, log_of(CALM, faults=CRASH))


def test_database_reads_rise_after_a_fault() -> None:
    """From 20/s to 200/s; the same rate afterwards says nothing."""
    (found,) = said(ReadsRise, log_of(CALM, (*QUIET_BASE, *steady(15, 20, 200)), faults=CRASH))
    assert found.at_s == 15
    assert found.text.startswith("Database reads rose from 20 /s to 200 /s (10 times) within ")
    assert not said(ReadsRise, log_of(CALM, steady(0, 20, 20), faults=CRASH))


def test_a_pool_overloads() -> None:
    """Two connections, forty statements that wait for a second or two."""
    waiting = tuple(Statement(12, 13.55, 13.6, queued=n + 1) for n in range(40))
    (found,) = said(PoolOverloads, log_of(CALM, waiting))
    assert found.at_s == pytest.approx(12)
    assert found.text == (
        "All 2 connections were busy; the queue grew to 40 at 12.0 s and was down at 13.6 s."
    )
    last = tuple(Statement(19, 25, 26, queued=n + 1) for n in range(40))
    (found,) = said(PoolOverloads, log_of(CALM, last))
    assert found.text.endswith("was not down by the end.")
    short = tuple(Statement(12, 13.5, 13.6, queued=n + 1) for n in range(2))
    assert not said(PoolOverloads, log_of(CALM, short[:1]))


def test_latency_rises_after_a_fault_and_without_one() -> None:
    """Fifty times the baseline; a rise by half says nothing."""
    (found,) = said(LatencyRises, log_of(HIT, faults=CRASH))
    assert found.text == "p99 read latency rose from 10 ms to 500 ms (50 times)."
    assert found.at_s == 15
    (found,) = said(LatencyRises, log_of(HIT))
    assert found.text == "p99 read latency rose from 10 ms to 500 ms (50 times)."
    mild = (*reads(0, 15), *reads(15, 20, latency_s=0.015))
    assert not said(LatencyRises, log_of(mild, faults=CRASH))
    assert not said(LatencyRises, log_of(mild))


def test_requests_fail_in_three_ways() -> None:
    """Each with its number and its time."""
    failing = (Request(12, "shed"), *reads(13, 13.5, "timeout", 1), Request(14, "error", write=1))
    shed, timeout, error = said(RequestsFail, log_of(failing))
    assert shed.at_s == pytest.approx(12)
    assert shed.text == "1 request was shed, of those sent between 12.0 s and 12.1 s."
    assert timeout.text == (
        "50 requests were given up after a timeout, of those sent between 13.0 s and 13.5 s."
    )
    assert (
        error.text
        == "1 request was answered with an error, of those sent between 14.0 s and 14.1 s."
    )


def test_retries_are_told_where_there_were_any() -> None:
    """One attempt of each read is not worth a word."""
    assert retried({"attempts_per_read": 1.8}).endswith("a read made 1.8 attempts on average")
    assert not retried({"attempts_per_read": 1.0})
    assert not retried({})


def test_the_verdict_is_told() -> None:
    """When it is clear: once the run is back, or at its end."""
    (found,) = said(ComesBack, log_of(HIT, faults=CRASH))
    assert found.at_s == pytest.approx(16)
    assert found.text == (
        "Back within 10 % of the baseline 1 s after the fault was over (p99 10 ms before)."
    )
    down = (*reads(0, 15), *reads(15, 20, "timeout", 0.5))
    (found,) = said(ComesBack, log_of(down, faults=CRASH))
    assert found.at_s == 20
    assert found.text == (
        "Did not recover: in the end p99 was 500 ms (10 ms before), 0 statements in the queue, "
        "100% failing."
    )
    assert not said(ComesBack, log_of(down))


def test_a_stampede_is_told_with_its_key() -> None:
    """Twelve loads at once; nine are none."""
    rows = tuple(Statement(12 + n / 1000, 12.1, 12.2, in_flight=n + 1) for n in range(12))
    (found,) = said(Stampedes, log_of(CALM, rows))
    assert found.at_s == pytest.approx(12.011)
    assert found.text == "Stampede: 12 loads of key 0 were in flight at once."
    assert not said(Stampedes, log_of(CALM, rows[:9]))


def test_of_many_stampedes_the_largest_are_told() -> None:
    """Three of five, the others counted."""
    rows = tuple(
        Statement(at_s, at_s, at_s + 0.01, in_flight=n)
        for n, at_s in ((20, 11), (30, 12), (40, 13), (50, 14), (10, 15))
    )
    found = said(Stampedes, log_of(CALM, rows))
    assert [each.at_s for each in found] == pytest.approx([14, 13, 12])
    assert found[0].text.endswith("at once; 2 smaller stampedes in this run besides.")


def test_waves_come_a_ttl_apart() -> None:
    """At 5 s, 10 s and 15 s after a cold start; an even load has none."""
    calm = steady(0, 20, 20)
    crests = tuple(each for at_s in (5, 10, 15) for each in steady(at_s, at_s + 0.5, 200))
    (found,) = said(WavesAfterAColdStart, log_of(CALM, (*calm, *crests), strategy=TTL_5_S))
    assert found.at_s == 5
    assert "each TTL (5 s) since the start: 220 /s at 5.0 s, 220 /s at 10.0 s" in found.text
    assert not said(WavesAfterAColdStart, log_of(CALM, calm, strategy=TTL_5_S))


def test_a_full_cache_is_told_with_its_evictions() -> None:
    """From the sample on that is within one per cent of the most."""
    samples = tuple(Sample(float(n), min(100 * n, 1000)) for n in range(20))
    full = log_of(CALM, samples=samples, counters=Counters(evictions=7))
    (found,) = said(CacheFills, full)
    assert found.at_s == pytest.approx(10)
    assert found.text == "The cache was full with 1,000 entries: 7 evictions after the warm-up."
    assert not said(CacheFills, log_of(CALM, samples=samples))


def test_the_stalest_read_is_told_with_its_key() -> None:
    """Not one of the warm-up, and not where one read in two thousand is stale."""
    stale = (Request(5, behind=9, age_s=9, key=1), Request(12, behind=2, age_s=3, key=42))
    (found,) = said(StaleReads, log_of((*stale, *reads(13, 14))))
    assert found.at_s == 12
    assert found.text == "The stalest read: key 42, 3 s old, 2 versions behind; 0.99% were stale."
    assert not said(StaleReads, log_of((*reads(10, 20), Request(20, behind=1, age_s=1))))


def test_lost_writes_are_told_by_cause() -> None:
    """Two by a crash, one for ever in the queue."""
    lost = (Lost(1, 1, 14, "cache_crash", 15), Lost(2, 1, 13, "cache_crash", 15))
    late = Lost(3, 1, 19, "not_stored", 30)
    crash, never = said(WritesAreLost, log_of(CALM, books=Books(9, 6, 0, (*lost, late))))
    assert crash == (
        15,
        "2 acknowledged writes lost: cache crash; the oldest had been acknowledged 2 s before.",
    )
    assert never.at_s == 20
    assert not said(WritesAreLost, log_of(CALM))


def test_a_cold_start_is_told() -> None:
    """Misses for two seconds, hits from then on."""
    cold = (*reads(0, 2, "miss_load", 0.1), *reads(2, 20))
    (found,) = said(BeginsCold, log_of(cold))
    assert found == (0, "Cold start: hit ratio 0% at first, 90% at 2.0 s, 100% later.")
    assert not said(BeginsCold, log_of(CALM))


def test_windows_are_grouped_over_short_pauses() -> None:
    """Two windows apart are together, three are not."""
    marked = np.isin(np.arange(12), (1, 3, 4, 7))
    assert groups(marked) == [(1, 4), (7, 7)]
    assert groups(np.zeros(3, dtype=np.bool_)) == []


def test_findings_come_in_the_order_of_time_causes_first() -> None:
    """Of a simulated crash, from the fault to the recovery; parts of a run merge."""
    scenario = parse(
        {
            "workload": {"rate_rps": 400, "duration_s": 60, "warmup_s": 10, "keys": 500},
            "database": {"connections": 4},
            "faults": [{"name": "cache-crash", "at_s": 40}],
        }
    )
    found = report(simulate(scenario)).findings
    assert [each.at_s for each in found] == sorted(each.at_s for each in found)
    texts = [each.text for each in found]
    (crash,) = (place for place, text in enumerate(texts) if text.startswith("Fault: cache crash;"))
    effects = [text.split()[0] for text in texts[crash + 1 :]]
    assert effects[0] == "Hit"
    assert "Back" in effects
