"""The requests of a scenario, drawn in blocks: who asks for which key, when, and where."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.clock import NANOSECONDS
from simulator.recording.replay import Replay, TraceKeys
from simulator.scenario import Scenario, Workload
from simulator.streams import stream
from simulator.workload.key_source import KeySource  # noqa: TC001 - it says what a source is

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
    """Which keys exist, which are asked for without existing, and which are lists."""

    def __init__(self, workload: Workload, seed: int) -> None:
        """The keys of the trace if there is one, else those of the popularity law."""
        self.replay = None if workload.trace is None else Replay(workload.trace)
        self.existing = self.replay.recording.distinct if self.replay else workload.keys
        if self.replay is not None:
            self.source: KeySource = TraceKeys(self.replay.recording)
        else:
            popularity: Any = workload.popularity
            self.source = popularity.source(workload.keys, stream(seed, "keys"))
        self.first_list = self.existing + (workload.missing_keys if workload.missing_share else 0)
        self.categories = workload.categories if workload.list_share else 0
        self.size = self.first_list + self.categories

    def popular(self, share: float) -> list[int]:
        """The share of the existing keys that is asked for most, most popular first.

        Laws number keys by popularity; where all are alike, the first ones stand for any.
        """
        n = round(share * self.existing)
        if self.replay is None:
            return list(range(n))
        counts = np.zeros(self.existing, dtype=np.int64)
        for keys in self.replay.recording.keys.blocks(BLOCK):
            counts += np.bincount(keys, minlength=self.existing)
        return [int(key) for key in np.argsort(-counts, kind="stable")[:n]]


def blocks(scenario: Scenario, space: KeySpace) -> Iterator[Block]:
    """All requests that arrive before the scenario's duration, or its trace, is over.

    Of an open load, that is: when closed clients send nobody knows beforehand.
    """
    assert not scenario.workload.is_closed, "closed clients have no schedule"
    end_ns = round(scenario.workload.duration_s * NANOSECONDS)
    draws = Draws(scenario, space)
    once = scenario.workload.plays_once
    for block in replayed(scenario, space, draws) if once else drawn(scenario, draws):
        if len(block.at_ns) and block.at_ns[-1] >= end_ns:
            yield cut(block, int(np.searchsorted(block.at_ns, end_ns)))
            return
        yield block


def drawn(scenario: Scenario, draws: "Draws") -> Iterator[Block]:
    """Requests for ever, as the laws have them."""
    for at_ns in instants(scenario):
        yield draws.block(at_ns)


def replayed(scenario: Scenario, space: KeySpace, draws: "Draws") -> Iterator[Block]:
    """The trace once; what it does not tell is drawn."""
    assert space.replay is not None
    arrivals, drawn_ns = instants(scenario), np.empty(0, dtype=np.int64)
    for part in space.replay.parts(BLOCK):
        at_ns, n = part.at_ns, len(part.key)
        if at_ns is None:
            if len(drawn_ns) < n:
                drawn_ns = np.concatenate([drawn_ns, next(arrivals)])
            at_ns, drawn_ns = drawn_ns[:n], drawn_ns[n:]
        yield draws.block(at_ns, part.key, part.write)


def unscheduled(scenario: Scenario, space: KeySpace) -> Iterator[Block]:
    """Requests in order, all at instant 0: for clients who send when they have been answered.

    For ever, or the trace once.
    """
    draws, at_ns = Draws(scenario, space), np.zeros(BLOCK, dtype=np.int64)
    if not scenario.workload.plays_once:
        while True:
            yield draws.block(at_ns)
    assert space.replay is not None
    for part in space.replay.parts(BLOCK):
        yield draws.block(at_ns[: len(part.key)], part.key, part.write)


def instants(scenario: Scenario) -> Iterator[NDArray[np.int64]]:
    """Blocks of instants under the law of arrival, for ever, in nanoseconds."""
    workload, now_s = scenario.workload, 0.0
    arrivals: Any = workload.arrivals
    for gaps in arrivals.gaps(workload.rate_rps, stream(scenario.seed, "arrivals"), BLOCK):
        at_s = now_s + np.cumsum(gaps)
        now_s = float(at_s[-1])
        yield np.rint(at_s * NANOSECONDS).astype(np.int64)


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
        names = ("write", "absent", "absent-key", "list", "node", "client")
        self.random = {name: stream(scenario.seed, name) for name in names}

    def block(
        self,
        at_ns: NDArray[np.int64],
        key: NDArray[np.int64] | None = None,
        write: NDArray[np.uint8] | None = None,
    ) -> Block:
        """The requests that arrive at these instants; what a trace tells is not drawn."""
        n = len(at_ns)
        if write is None:
            write = self.chance("write", 1 - self.workload.read_share, n)
        if key is None:
            key = self.space.source.draw(n)
        if self.space.categories:
            listed = self.chance("list", self.workload.list_share, n) > write
            key = np.where(listed, self.space.first_list + key % self.space.categories, key)
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
