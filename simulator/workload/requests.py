"""The requests of a scenario, drawn in blocks: who asks for which key, when, and where."""

from collections.abc import Iterator
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.clock import NANOSECONDS
from simulator.conditions import spells
from simulator.faults.base import Law
from simulator.recording.replay import AnyKeys, Replay, TraceKeys
from simulator.scenario import Scenario, Workload
from simulator.streams import stream
from simulator.traces.errors import TraceError
from simulator.workload.arrivals import Poisson
from simulator.workload.block import Block, cut, merged
from simulator.workload.key_source import KeySource

__all__ = ["BLOCK", "Block", "Draws", "KeySpace", "blocks"]

BLOCK = 1 << 14
"""Requests in a block: large enough for numpy, small enough for the processor's cache."""


class KeySpace:
    """Which keys exist, which are asked for without existing, and which are lists."""

    def __init__(self, workload: Workload, seed: int) -> None:
        """The keys of the trace if there is one, else those of the popularity law."""
        self.workload = workload
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

    def another_source(self, random: np.random.Generator) -> KeySource:
        """Keys under the same law from another stream; of a trace, those of any requests."""
        if self.replay is not None:
            return AnyKeys(self.replay.recording, random)
        popularity: Any = self.workload.popularity
        source: KeySource = popularity.source(self.existing, random)
        return source


def blocks(scenario: Scenario, space: KeySpace) -> Iterator[Block]:
    """All requests that arrive before the scenario's duration, or its trace, is over.

    Of an open load, that is: when closed clients send nobody knows beforehand.
    """
    assert not scenario.workload.is_closed, "closed clients have no schedule"
    end_ns = round(scenario.workload.duration_s * NANOSECONDS)
    draws = Draws(scenario, space)
    once = scenario.workload.plays_once
    usual = replayed(scenario, space, draws) if once else drawn(scenario, draws)
    for block in reduce(merged, extra(scenario, space), usual):
        if block.at_ns[-1] >= end_ns:
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
        if n:
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


def instants(
    scenario: Scenario, rate_rps: float | None = None, name: str = "arrivals"
) -> Iterator[NDArray[np.int64]]:
    """Blocks of instants under the law of arrival, until the run is over at least, in ns."""
    workload, random = scenario.workload, stream(scenario.seed, name)
    law: Any = workload.arrivals
    rate_rps = workload.rate_rps if rate_rps is None else rate_rps
    for at_s in law.instants_s(rate_rps, workload.duration_s, random, BLOCK):
        yield np.rint(at_s * NANOSECONDS).astype(np.int64)


class Draws:
    """Draws everything about a block of requests but its arrivals, each from its own stream."""

    def __init__(self, scenario: Scenario, space: KeySpace, prefix: str = "") -> None:
        """Streams by name, after a prefix for others' own; what is certain needs no draw."""
        self.space, self.source = space, space.source
        if prefix:
            self.source = space.another_source(stream(scenario.seed, f"{prefix}keys"))
        self.workload, self.nodes = scenario.workload, scenario.client.nodes
        self.clients = scenario.client.clients
        names = ("write", "absent", "absent-key", "list", "node", "client")
        self.random = {name: stream(scenario.seed, prefix + name) for name in names}

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
            key = self.source.draw(n)
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


def extra(scenario: Scenario, space: KeySpace) -> Iterator[Iterator[Block]]:
    """The requests that faults send on top, a stream for each fault that lasts."""
    end_ns = round(scenario.workload.duration_s * NANOSECONDS)
    for number, (begin, end, fault) in enumerate(spells(scenario)):
        surge = Surge(scenario, space, f"surge-{number}-", (begin, end), end_ns)
        yield fault.requests(surge)


class Surge:
    """Requests on top of the usual ones for a while, from streams of chance of their own."""

    def __init__(
        self,
        scenario: Scenario,
        space: KeySpace,
        prefix: str,
        span_ns: tuple[int, int],
        run_ns: int,
    ) -> None:
        """`prefix` names the streams; the span may outlast the run."""
        self.scenario, self.space, self.prefix = scenario, space, prefix
        self.begin_ns, self.end_ns = span_ns[0], min(span_ns[1], run_ns)
        self.arrivals = f"{prefix}arrivals"
        self.lasts_s = (span_ns[1] - span_ns[0]) / NANOSECONDS

    def more(self, share: float, law: Law | None = None, from_s: float = 0.0) -> Iterator[Block]:
        """Requests as usual, this many times as many as usual; a trace's keys in any order."""
        trace, replay = self.scenario.workload.trace, self.space.replay
        rate_rps = self.scenario.workload.rate_rps
        if trace is not None and replay is not None and trace.time == "trace":
            rate_rps = replay.requests * NANOSECONDS / max(replay.end_ns, 1)
        reads_only = trace is not None and trace.operations in {"as-reads", "reads-only"}
        draws = Draws(self.scenario, self.space, self.prefix)
        for at_ns in self.instants(rate_rps * share, law, from_s) if share else ():
            write = np.zeros(len(at_ns), dtype=np.uint8) if reads_only else None
            yield draws.block(at_ns, write=write)

    def instants(
        self, rate_rps: float, law: Law | None, from_s: float = 0.0
    ) -> Iterator[NDArray[np.int64]]:
        """Those within the span, under the workload's law or one that begins with the span."""
        usual = instants(self.scenario, rate_rps, self.arrivals)
        for at_ns in self.own(rate_rps, law, from_s) if law else usual:
            inside = at_ns[(at_ns >= self.begin_ns) & (at_ns < self.end_ns)]
            if len(inside):
                yield inside
            if at_ns[-1] >= self.end_ns:
                return

    def own(self, rate_rps: float, law: Law, from_s: float) -> Iterator[NDArray[np.int64]]:
        """Instants under a law whose clock shows `from_s` when the span begins."""
        random = stream(self.scenario.seed, self.arrivals)
        for at_s in law.instants_s(rate_rps, from_s + self.lasts_s, random, BLOCK):
            yield self.begin_ns + np.rint((at_s - from_s) * NANOSECONDS).astype(np.int64)

    def crowd(self, key: int, rate_rps: float) -> Iterator[Block]:
        """Reads of one key, Poisson; raises TraceError if a trace has no such key."""
        if key >= self.space.existing:
            raise TraceError(
                f"faults.key must be below the trace's {self.space.existing} keys, got {key}; "
                "keys are numbered in the order of their appearance"
            )
        draws = Draws(self.scenario, self.space, self.prefix)
        for at_ns in self.instants(rate_rps, Poisson()):
            n = len(at_ns)
            keys, reads = np.full(n, key, dtype=np.int64), np.zeros(n, dtype=np.uint8)
            yield Block(at_ns, keys, reads, draws.node(n), draws.client(n))
