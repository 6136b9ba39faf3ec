"""The report: folding, merging, the tidy table."""

from typing import Any

import pandas as pd
import pytest

from metrics import DECLARATIONS, Fold, describe, report, summarize
from metrics.timeline import STATES
from simulator import simulate
from simulator.log import Chunk
from tests.metrics.hand import log_of
from tests.worlds import ideal

WORLD = ideal(
    rate_rps=100,
    duration_s=30,
    warmup_s=5,
    keys=20,
    read_share=0.8,
    ttl_s=2,
    read_s=0.05,
    write_s=0.02,
    service="exponential",
    connections=2,
    invalidation="ttl-only",
)
LOG = simulate(WORLD)


def pieces(size: int) -> list[Chunk]:
    """The log's chunks cut into smaller ones."""
    chunks: list[Any] = LOG.chunks
    return [
        type(chunk)(*(column[start : start + size] for column in chunk))
        for chunk in chunks
        for start in range(0, len(chunk[0]), size)
    ]


def folded(chunks: list[Chunk]) -> Fold:
    """Chunks taken one after the other."""
    fold = Fold(WORLD)
    for chunk in chunks:
        fold.take(chunk)
    return fold


def close_to(figures: dict[str, Any]) -> dict[str, Any]:
    """The same figures, up to the order of summing."""
    return {name: None if v is None else pytest.approx(v) for name, v in figures.items()}


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_the_size_of_chunks_does_not_matter(size: int) -> None:
    """Rows one by one, by seven, or by the thousand: the same report."""
    found, whole = folded(pieces(size)).report(LOG), report(LOG)
    assert found.figures == close_to(whole.figures)
    pd.testing.assert_frame_equal(found.timeline, whole.timeline)


def test_parts_merge_into_the_whole() -> None:
    """Every other piece folded by someone else."""
    chunks = pieces(50)
    first, second = folded(chunks[::2]), folded(chunks[1::2])
    first.merge(second)
    found, whole = first.report(LOG), report(LOG)
    assert found.figures == close_to(whole.figures)
    columns = [name for name in whole.timeline if name not in STATES]
    pd.testing.assert_frame_equal(found.timeline[columns], whole.timeline[columns])


def test_every_declared_metric_is_reported_in_order() -> None:
    """Also from an empty log."""
    assert list(report(log_of()).figures)[: len(DECLARATIONS)] == list(DECLARATIONS)


def test_the_table_is_tidy() -> None:
    """One row a metric: name, title, unit, value."""
    table = summarize(LOG)
    assert list(table.columns) == ["metric", "title", "unit", "value"]
    assert table["metric"].is_unique
    hit_ratio = table[table["metric"] == "hit_ratio"].iloc[0]
    assert (hit_ratio["title"], hit_ratio["unit"]) == ("Hit ratio", "1")
    assert hit_ratio["value"] == report(LOG).figures["hit_ratio"]


def test_losses_by_cause_describe_themselves() -> None:
    """They are not declared: their name is their title."""
    assert describe("lost_crash") == ("Lost crash", "")
    assert describe("hit_ratio") == ("Hit ratio", "1")
