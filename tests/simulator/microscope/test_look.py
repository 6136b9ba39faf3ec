"""The microscope sees the run that was, and changes nothing of it."""

from typing import Any

import numpy as np
import pytest

from simulator import Scenario, simulate
from simulator.experiment import Experiment
from simulator.log import Requests
from simulator.microscope import look
from simulator.microscope.tap import Tap
from simulator.outcome import CODE
from simulator.reference.engine import Reference
from strategies import effects as fx
from strategies.shelf import PROTECTIONS, STRATEGIES

SMALL = {"duration_s": 6, "warmup_s": 1, "rate_rps": 150, "keys": 8, "read_share": 0.8}


def small(**more) -> Scenario:
    """A few busy keys with a short TTL."""
    strategy = {"name": "cache-aside", "ttl_s": 0.5}
    return Scenario.model_validate({"workload": SMALL, "strategy": strategy, **more})


def requests_of(log) -> Requests:
    """The request table."""
    return log.table(Requests)


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("faults", [[], [{"name": "node-crash", "at_s": 3}]])
def test_a_tapped_run_has_the_log_of_the_plain_one(strategy, faults):
    scenario = small(strategy={"name": strategy}, faults=faults)
    plain = requests_of(simulate(scenario))
    chunks: list[Any] = []
    experiment = Experiment(scenario, chunks.append)
    Tap(experiment, None, 0)
    Reference(experiment, lambda _: None).run()
    tapped = [each for each in chunks if isinstance(each, Requests)]
    columns: Any = zip(*tapped, strict=True)
    assert all(
        np.array_equal(np.concatenate(mine), others)
        for mine, others in zip(columns, tuple[Any, ...](plain), strict=True)
    )


@pytest.mark.parametrize("protection", PROTECTIONS)
def test_every_read_is_seen_with_its_instant_its_end_and_its_version(protection):
    scenario = small(protections=[{"name": protection}])
    log = requests_of(simulate(scenario))
    trace = look(scenario)
    for place in np.flatnonzero(log.at_s > 3)[:60]:
        role = "write" if log.write[place] else "read"
        actor = trace.request(log.at_s[place], role, log.node[place])
        assert actor is not None
        assert actor.key == log.key[place]
        if log.version[place] >= 0:
            assert actor.ended_s is not None
            assert actor.ended_s - actor.began_s == pytest.approx(log.latency_s[place], abs=1e-9)
            assert actor.end.version == log.version[place]


def test_a_miss_looks_loads_and_fills_and_a_hit_only_looks():
    scenario = small()
    log, trace = requests_of(simulate(scenario)), look(scenario)
    for word, kinds in (("fresh_hit", [fx.Get]), ("miss_load", [fx.Get, fx.Load, fx.Set])):
        place = int(np.flatnonzero((log.outcome == CODE[word]) & (log.at_s > 2))[0])
        actor = trace.request(log.at_s[place], "read", log.node[place])
        assert actor is not None
        assert [type(step.effect) for step in trace.of(actor.number)] == kinds


def test_a_look_at_one_row_sees_only_those_under_way_with_it():
    scenario = small()
    log = requests_of(simulate(scenario))
    place = int(np.flatnonzero((log.outcome == CODE["miss_load"]) & (log.at_s > 4))[0])
    at_s, row = float(log.at_s[place]), int(log.key[place])
    until_s = at_s + float(log.latency_s[place])
    trace = look(scenario, row=row, from_s=at_s, until_s=until_s)
    assert trace.request(at_s, "read", log.node[place]) is not None
    assert {actor.key for actor in trace.actors.values()} == {row}
    for actor in trace.actors.values():
        assert actor.ended_s is not None
        assert actor.began_s <= until_s
        assert actor.ended_s >= at_s
    assert {step.actor for step in trace.steps} <= trace.actors.keys()


def test_a_refresh_is_seen_as_the_reader_s_own():
    scenario = small(strategy={"name": "read-ahead", "ttl_s": 0.5, "refresh_window": 0.5})
    log, trace = requests_of(simulate(scenario)), look(scenario)
    place = int(np.flatnonzero(log.outcome == CODE["early_hit"])[0])
    actor = trace.request(log.at_s[place], "read", log.node[place])
    assert actor is not None
    assert any(trace.actors[each].parent == actor.number for each in trace.family(actor.number))


def test_the_flush_of_write_behind_is_seen_as_standing_work():
    trace = look(small(strategy={"name": "write-behind"}), row=0)
    stores = [s for s in trace.steps if isinstance(s.effect, fx.StoreMany)]
    assert stores
    assert all(trace.actors[step.actor].standing for step in stores)


def test_progress_is_told_and_its_exception_ends_the_look():
    def refuse(_share):
        raise InterruptedError

    scenario = small(workload={**SMALL, "duration_s": 20})
    with pytest.raises(InterruptedError):
        look(scenario, on_progress=refuse)
