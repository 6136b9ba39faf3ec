"""How reads ended, on a log made by hand."""

import pytest

from metrics import report
from tests.metrics.hand import Request, Statement, log_of

LOG = log_of(
    (
        Request(5, "miss_load"),
        Request(10, "fresh_hit"),
        Request(12, "miss_load"),
        Request(13, "coalesced_wait"),
        Request(14, "negative_hit"),
        Request(15, "shed"),
        Request(16, "acknowledged", write=1),
        Request(17, "timeout", write=1),
        Request(18, "early_hit"),
    ),
    (
        Statement(5, 5, 6),
        Statement(12, 12, 13),
        Statement(12, 12, 13, in_flight=0, rows=3, ahead=3),
        Statement(14, 14, 15, write=1, in_flight=0),
        Statement(18, 18, 19),
        Statement(21, 21, 22),
    ),
)


def test_requests_of_the_warm_up_do_not_count() -> None:
    """Nine arrived, one too early; the one at the very end of the warm-up counts."""
    figures = report(LOG).figures
    assert (figures["requests"], figures["reads"], figures["writes"]) == (8, 6, 2)


def test_hits_are_reads_that_did_not_wait_for_a_load() -> None:
    """Fresh, negative and early: 3 of 6."""
    assert report(LOG).figures["hit_ratio"] == pytest.approx(1 / 2)


def test_offload_counts_loads_on_demand_within_the_span() -> None:
    """Two loads for six reads; pure prefetches, writes, and loads outside the span do not count."""
    assert report(LOG).figures["origin_offload"] == pytest.approx(1 - 2 / 6)


def test_goodput_is_what_was_answered() -> None:
    """Of 8 requests in 10 s one read was shed and one write timed out."""
    assert report(LOG).figures["goodput_rps"] == pytest.approx(0.6)


def test_every_outcome_has_its_share_of_reads() -> None:
    """One in six each, writes not among them."""
    figures = report(LOG).figures
    for word in ("fresh_hit", "early_hit", "miss_load", "coalesced_wait", "shed"):
        assert figures[f"outcome_{word}"] == pytest.approx(1 / 6)
    assert figures["outcome_timeout"] == 0


def test_without_reads_there_are_no_shares() -> None:
    """None, not zero."""
    figures = report(log_of((Request(12, "acknowledged", write=1),))).figures
    assert figures["hit_ratio"] is None
    assert figures["origin_offload"] is None
    assert figures["outcome_fresh_hit"] is None
