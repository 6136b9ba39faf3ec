"""The requests of a scenario, drawn in blocks: who asks for which key, when, and where."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.clock import NANOSECONDS
from simulator.scenario import Scenario, Workload
from simulator.streams import stream
from simulator.traces import TraceKeys
from simulator.workload.popularity import KeySource  # noqa: TC001 - it says what a source is

BLOCK = 1 << 14
"""Requests in a block: large enough for numpy, small enough for the processor's cache."""


class Block(NamedTuple):
    """Requests in the order of their arrival; instants in nanoseconds, writes as 1."""

    at_ns: NDArray[np.int64]
    key: NDArray[np.int64]
    write: NDArray[np.uint8]
    node: NDArray[np.uint8]
    client: NDArray[np.int32]


class KeySpace:
    """Which keys exist and which are asked for without existing."""

    def __init__(self, workload: Workload, seed: int) -> None:
        """The keys of the trace if there is one, else those of the popularity law."""
        random = stream(seed, "keys")
        if workload.trace is not None:
            trace = TraceKeys(workload.trace.path, workload.trace.format)
            self.source: KeySource = trace
            self.existing = trace.distinct
        else:
            popularity: Any = workload.popularity
            self.source = popularity.source(workload.keys, random)
            self.existing = workload.keys
        self.size = self.existing + (workload.missing_keys if workload.missing_share else 0)

    def popular(self, share: float) -> list[int]:
        """The share of the existing keys that is asked for most, most popular first.

        Laws number keys by popularity; where all are alike, the first ones stand for any.
        """
        n = round(share * self.existing)
        if not isinstance(self.source, TraceKeys):
            return list(range(n))
        counts = np.bincount(self.source.keys, minlength=self.existing)
        return [int(key) for key in np.argsort(-counts, kind="stable")[:n]]


def blocks(scenario: Scenario, space: KeySpace) -> Iterator[Block]:
    """All requests that arrive before the scenario's duration is over."""
    workload, seed = scenario.workload, scenario.seed
    end_ns = round(workload.duration_s * NANOSECONDS)
    draws = Draws(scenario, space)
    arrivals: Any = workload.arrivals
    now_s = 0.0
    for gaps in arrivals.gaps(workload.rate_rps, stream(seed, "arrivals"), BLOCK):
        at_s = now_s + np.cumsum(gaps)
        now_s = float(at_s[-1])
        at_ns = np.rint(at_s * NANOSECONDS).astype(np.int64)
        block = draws.block(at_ns)
        if at_ns[-1] >= end_ns:
            yield cut(block, int(np.searchsorted(at_ns, end_ns)))
            return
        yield block


def cut(block: Block, n: int) -> Block:
    """The first n requests."""
    columns: Any = (column[:n] for column in block)
    return Block(*columns)


class Draws:
    """Draws everything about a block of requests but its arrivals, each from its own stream."""

    def __init__(self, scenario: Scenario, space: KeySpace) -> None:
        """Streams by name; what is certain needs no draw."""
        self.space = space
        self.workload, self.nodes = scenario.workload, scenario.client.nodes
        self.clients = scenario.client.clients
        names = ("write", "absent", "absent-key", "node", "client")
        self.random = {name: stream(scenario.seed, name) for name in names}

    def block(self, at_ns: NDArray[np.int64]) -> Block:
        """The requests that arrive at these instants."""
        n = len(at_ns)
        write = self.chance("write", 1 - self.workload.read_share, n)
        key = self.space.source.draw(n)
        if self.workload.missing_share:
            absent = self.chance("absent", self.workload.missing_share, n) > write
            key = np.where(absent, self.space.existing + self.absent_keys(n), key)
        return Block(at_ns, key, write, self.node(n), self.client(n))

    def chance(self, name: str, share: float, n: int) -> NDArray[np.uint8]:
        """1 with this probability, n times."""
        if share in (0, 1):
            return np.full(n, int(share), dtype=np.uint8)
        return (self.random[name].random(n) < share).astype(np.uint8)

    def absent_keys(self, n: int) -> NDArray[np.int64]:
        """Numbers of absent keys."""
        return self.random["absent-key"].integers(0, self.workload.missing_keys, n)

    def node(self, n: int) -> NDArray[np.uint8]:
        """The application node that a load balancer without memory picks."""
        if self.nodes == 1:
            return np.zeros(n, dtype=np.uint8)
        return self.random["node"].integers(0, self.nodes, n, dtype=np.uint8)

    def client(self, n: int) -> NDArray[np.int32]:
        """Whose requests they are."""
        if self.clients == 1:
            return np.zeros(n, dtype=np.int32)
        return self.random["client"].integers(0, self.clients, n, dtype=np.int32)
