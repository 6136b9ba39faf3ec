"""Shares with their error, on tables made by hand."""

from math import sqrt
from typing import Any

import pytest

from metrics.batches import Share, StaleHits
from metrics.family import Span
from simulator.log import Requests
from tests.metrics.hand import Request, table


def requests(*rows: Request) -> Any:
    """A table of requests."""
    return table(Requests, [row.row() for row in rows])


def test_the_share_is_over_hits() -> None:
    """Three hits, one of them stale; the stale read that waited and the write do not count."""
    hits = StaleHits(Span(0, 30))
    hits.requests(requests(Request(1), Request(2), Request(29.99, behind=1, age_s=1)))
    other = StaleHits(Span(0, 30))
    other.requests(requests(Request(5, "coalesced_wait", behind=1), Request(6, write=1)))
    hits.merge(other)
    assert hits.share().mean == pytest.approx(1 / 3)


def test_the_error_comes_from_the_scatter_of_batches() -> None:
    """One hit a batch, every other one stale: 30 coin throws, sqrt(1/4 / 29)."""
    hits = StaleHits(Span(0, 30))
    hits.requests(requests(*(Request(i + 0.5, behind=i % 2) for i in range(30))))
    assert hits.share() == pytest.approx((0.5, sqrt(0.25 / 29)))


def test_batches_that_agree_leave_no_error() -> None:
    """None is stale: 0 without scatter. Without hits there is no share."""
    hits = StaleHits(Span(0, 30))
    assert hits.share() == Share(None, None)
    hits.requests(requests(*(Request(i + 0.5) for i in range(30))))
    assert hits.share() == Share(0.0, 0.0)
