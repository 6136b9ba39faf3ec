"""Every strategy and every protection in real time: the laws of a log hold there too."""

from typing import Any, Literal, get_args, get_origin

import numpy as np
import pytest

from live import Places, measure
from simulator import simulate
from simulator.log import Requests
from simulator.outcome import HITS
from strategies.shelf import PROTECTIONS, STRATEGIES, settings_of
from tests.contracts import laws
from tests.contracts.logs import same_arrivals
from tests.live.worlds import brief

HOLD = (
    laws.values_come_from_the_truth,
    laws.versions_of_writes_are_unique,
    laws.books_balance,
    laws.nothing_is_lost_without_a_cause,
    laws.outcomes_fit_their_requests,
    laws.requests_are_in_order,
    laws.staleness_is_consistent,
    laws.the_pool_is_never_overdrawn,
    laws.loads_see_each_other,
    laws.metrics_are_complete_and_sane,
)


def kept(places: Places, *changes: str) -> Any:
    """The log of a short run, if it keeps the laws and met the simulator's requests."""
    scenario = brief(*changes)
    measured = measure(scenario, places)
    assert measured.incidents.sentences() == []
    assert [law.__name__ for law in HOLD if not law(measured.log)] == []
    assert same_arrivals(measured.log, simulate(scenario))
    return measured.log


@pytest.mark.parametrize("name", STRATEGIES)
def test_every_strategy_keeps_the_laws(name: str, places: Places) -> None:
    """Versions come from writes, books balance, nothing is lost, the pool holds."""
    kept(places, f"strategy={name}")


def options() -> list[str]:
    """Every word that a strategy's setting may take besides its default."""
    return [
        f'strategy={{"name": "{name}", "{field}": "{word}"}}'
        for name, strategy in STRATEGIES.items()
        for field, info in settings_of(strategy).model_fields.items()
        for word in get_args(info.annotation)
        if get_origin(info.annotation) is Literal and word != info.default
    ]


@pytest.mark.slow
@pytest.mark.parametrize("option", options())
def test_every_option_of_a_strategy_keeps_the_laws(option: str) -> None:
    """In memory: leases, versioned sets, log tailing, each way of flushing, and so on."""
    kept(Places(), option)


@pytest.mark.parametrize("name", PROTECTIONS)
def test_every_protection_keeps_the_laws(name: str, places: Places) -> None:
    """Round cache-aside, with entries that expire several times."""
    kept(places, f'protections=[{{"name": "{name}"}}]')


def test_prefetching_keeps_the_laws(places: Places) -> None:
    """Neighbours are loaded in one statement, and the first reader takes the mark away."""
    log = kept(places, "strategy=read-ahead", "strategy.prefetch_keys=3")
    assert log.counters.prefetched > 0
    assert log.counters.prefetch_hits > 0


def test_a_prefilled_cache_serves_from_the_start(places: Places) -> None:
    """With all keys put in and a long TTL no read misses, unless a write deleted the key."""
    log = kept(places, "workload.prefill=1", "strategy.ttl_s=60", "workload.read_share=1")
    assert log.counters.misses == 0


def test_timeouts_and_retries(places: Places) -> None:
    """Patience of two milliseconds with loads of ten: attempts are given up and repeated."""
    slow = ("database.read_s=0.01", "database.service=constant", "client.timeout_s=0.002")
    log = kept(places, *slow, "client.retries=1", "client.backoff_s=0.001")
    assert laws.failed(log.table(Requests)).any()
    assert 0 < log.counters.read_retries < log.counters.abandoned


def test_hedges_and_dropped_results(places: Places) -> None:
    """Reads without an answer after 1 ms are sent again; those given up after 8 ms fill nothing."""
    slow = ("database.read_s=0.01", "database.service=constant", "client.timeout_s=0.008")
    late = ("client.hedge_after_s=0.001", "client.late_results=dropped", "client.retry_budget=0.1")
    guard = 'protections=[{"name": "single-flight"}, {"name": "bulkhead", "max_loads": 1}]'
    log = kept(places, *slow, *late, guard, "client.retries=1", "client.backoff=jittered")
    counters = log.counters
    assert 0 < counters.hedges < counters.abandoned
    assert counters.read_retries + counters.write_retries > 0
    assert counters.retries_refused > 0
    hits = np.isin(log.table(Requests).outcome, HITS)
    assert not hits.any()
