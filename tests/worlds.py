"""Builders and readings for tests: a world in one line, an estimate with its error in another."""

from math import sqrt
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from simulator import Scenario, parse, simulate
from simulator.clock import NANOSECONDS
from simulator.log import Log, Requests, Statements
from simulator.outcome import CODE, HITS, OUTCOMES
from simulator.run import ENGINES
from simulator.scenario import Cache, Client, Database, Workload
from simulator.workload.requests import Block

SECTIONS: dict[str, Any] = {
    "workload": Workload,
    "client": Client,
    "cache": Cache,
    "database": Database,
}
IDEAL: dict[str, dict[str, Any]] = {
    "workload": {"keys": 1, "warmup_s": 0, "read_share": 1, "duration_s": 60},
    "client": {"nodes": 1},
    "cache": {"round_trip_s": 0, "service_s": 0},
    "database": {"connections": None, "read_s": 0, "write_s": 0, "service": "constant"},
}
"""One key, one node, unlimited connections; cache and database take no time."""

EVERY_ENGINE = pytest.mark.parametrize("engine", ENGINES)
SINGLE_FLIGHT = ({"name": "single-flight"},)

BATCHES = 30


def ideal(strategy: str = "cache-aside", protections: Any = (), **fields: Any) -> Scenario:
    """An ideal world but for the given fields, each put where it belongs by its name."""
    plain: dict[str, Any] = {name: dict(section) for name, section in IDEAL.items()}
    rules: dict[str, Any] = {"name": strategy}
    seed = fields.pop("seed", 1)
    for name, value in fields.items():
        homes = [home for home, section in SECTIONS.items() if name in section.model_fields]
        (plain[homes[0]] if homes else rules)[name] = value
    return parse(plain | {"strategy": rules, "protections": list(protections), "seed": seed})


def size(engine: str, reference: int = 15_000, fast: int = 80_000) -> int:
    """How many requests a test can afford on an engine."""
    return reference if engine == "reference" else fast


def schedule(*requests: Any) -> list[Block]:
    """A written-out workload: instant in seconds, key, "read" or "write", perhaps node, client."""
    full = ((*request, 0, 0)[:5] for request in requests)
    at_s, key, kind, node, client = zip(*full, strict=True)
    return [
        Block(
            np.array([round(at * NANOSECONDS) for at in at_s], dtype=np.int64),
            np.array(key, dtype=np.int64),
            np.array([each == "write" for each in kind], dtype=np.uint8),
            np.array(node, dtype=np.uint8),
            np.array(client, dtype=np.int32),
        )
    ]


def play(scenario: Scenario, engine: str, *requests: Any) -> Log:
    """Run a written-out schedule."""
    return simulate(scenario, engine=engine, requests=schedule(*requests))


def outcomes(log: Log) -> list[str]:
    """How each request ended, in words."""
    return [OUTCOMES[code] for code in log.table(Requests).outcome]


def reads(log: Log) -> Requests:
    """The reads that count: those after the warm-up."""
    table = log.table(Requests)
    return rows(table, (table.write == 0) & (table.at_s >= log.scenario.workload.warmup_s))


def hits(log: Log) -> Requests:
    """Of these, the ones that the cache answered without waiting."""
    table = reads(log)
    return rows(table, np.isin(table.outcome, HITS))


def loads(log: Log) -> Statements:
    """Loads that began after the warm-up, in the order of their beginning."""
    table = log.table(Statements)
    found = rows(table, (table.in_flight > 0) & (table.joined_s >= log.scenario.workload.warmup_s))
    order = np.argsort(found.joined_s, kind="stable")
    return Statements(*(column[order] for column in found))


def rows(table: Any, kept: NDArray[np.bool_]) -> Any:
    """A part of a table."""
    return type(table)(*(column[kept] for column in table))


class Estimate(NamedTuple):
    """A simulated figure and its standard error."""

    mean: float
    error: float

    def agrees(self, expected: float, model_error: float = 0.0) -> bool:
        """Is the closed form within 4.5 standard errors, and its own error where it has one?"""
        return abs(self.mean - expected) <= 4.5 * self.error + model_error


def batch_means(values: ArrayLike) -> Estimate:
    """The mean of a sequence, its error from batches much longer than its correlation."""
    batches = np.array_split(np.asarray(values, dtype=float), BATCHES)
    means = np.array([batch.mean() for batch in batches])
    return Estimate(float(np.mean(np.asarray(values))), float(means.std(ddof=1) / sqrt(BATCHES)))


def independent(values: ArrayLike) -> Estimate:
    """The mean of independent values."""
    found = np.asarray(values, dtype=float)
    return Estimate(float(found.mean()), float(found.std(ddof=1) / sqrt(len(found))))


def hit_ratio(log: Log) -> Estimate:
    """Share of the reads that hit."""
    return batch_means(np.isin(reads(log).outcome, HITS))


def share_of(word: str, log: Log) -> Estimate:
    """Share of the reads that ended with this word."""
    return batch_means(reads(log).outcome == CODE[word])


def loads_rps(log: Log) -> Estimate:
    """Loads a second."""
    workload = log.scenario.workload
    span = (workload.warmup_s, workload.duration_s)
    counts, edges_s = np.histogram(loads(log).joined_s, bins=BATCHES, range=span)
    return independent(counts / np.diff(edges_s))


def stampedes(log: Log) -> NDArray[np.int64]:
    """Sizes of the groups of loads that overlap, for one key; the last may be cut off."""
    begins = np.flatnonzero(loads(log).in_flight == 1)
    return np.diff(begins)
