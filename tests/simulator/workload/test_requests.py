"""Requests: who asks for which key, when and where."""

from typing import Any

import numpy as np
import pytest

from simulator import parse
from simulator.workload.requests import Block, KeySpace, blocks


def table(**fields: Any) -> Block:
    """All requests of a workload."""
    workload = {"warmup_s": 0, "rate_rps": 100, "duration_s": 100, "keys": 10} | fields
    client = {"nodes": workload.pop("nodes", 1), "clients": workload.pop("clients", 1)}
    scenario = parse({"workload": workload, "client": client})
    found = list(blocks(scenario, KeySpace(scenario.workload, scenario.seed)))
    columns: Any = (np.concatenate(column) for column in zip(*found, strict=True))
    return Block(*columns)


def test_constant_arrivals_end_before_the_duration() -> None:
    """At 10/s for 1 s the arrivals are at 0.1 to 0.9 s: one at the very end is too late."""
    found = table(rate_rps=10, duration_s=1, arrivals={"law": "constant"})
    assert found.at_ns.tolist() == [i * 100_000_000 for i in range(1, 10)]


def test_shares_of_writes_and_absent_keys() -> None:
    """A fifth writes; a quarter of the reads, and no write, asks for one of 3 absent keys."""
    found = table(read_share=0.8, missing_share=0.25, missing_keys=3)
    write, absent = found.write == 1, found.key >= 10
    n = len(write)
    assert write.mean() == pytest.approx(0.2, abs=4.5 * (0.16 / n) ** 0.5)
    assert absent[~write].mean() == pytest.approx(0.25, abs=4.5 * (3 / 16 / n / 0.8) ** 0.5)
    assert not absent[write].any()
    assert set(found.key[absent].tolist()) == {10, 11, 12}


@pytest.mark.parametrize(("read_share", "writes"), [(1, 0), (0, 1)])
def test_what_is_certain_is_certain(read_share: float, writes: int) -> None:
    """Only reads, or only writes."""
    assert set(table(read_share=read_share).write.tolist()) == {writes}


def test_nodes_share_the_requests_evenly() -> None:
    """Four nodes get a quarter each, up to chance."""
    found = table(nodes=4)
    counts = np.bincount(found.node)
    n = len(found.node)
    assert counts == pytest.approx(n / 4, abs=4.5 * (n * 3 / 16) ** 0.5)


def test_users_share_the_requests_evenly() -> None:
    """Five users get a fifth each, up to chance; a single one gets all."""
    found = table(clients=5)
    n = len(found.client)
    assert np.bincount(found.client) == pytest.approx(n / 5, abs=4.5 * (n * 4 / 25) ** 0.5)
    assert set(table().client.tolist()) == {0}


def test_writes_do_not_depend_on_absent_keys_nor_keys_on_nodes() -> None:
    """Each property of a request has its own stream of chance."""
    plain = table(read_share=0.5)
    other = table(read_share=0.5, missing_share=0.5, nodes=7, clients=3)
    assert (plain.at_ns == other.at_ns).all()
    assert (plain.write == other.write).all()
    existing = other.key < 10
    assert (plain.key[existing] == other.key[existing]).all()


def test_a_trace_gives_the_keys_and_their_number() -> None:
    """The order is the trace's; the database has exactly its keys."""
    found = table(trace={"path": "cache2k_web12"}, rate_rps=10)
    assert found.key[0] == 0
    assert found.key.max() < 13_756
    world = parse({"workload": {"trace": {"path": "cache2k_web12"}}})
    assert KeySpace(world.workload, 1).existing == 13_756
