"""The guarantees of a session, on logs made by hand and against a plain count."""

from heapq import heappop, heappush
from typing import Any

import pytest

from metrics import report, sessions
from metrics.family import Span
from simulator import simulate
from simulator.log import Log, Requests, rows_of
from tests.metrics.hand import Request, log_of
from tests.worlds import ideal


def write(at_s: float, version: int, **more: Any) -> Request:
    """A write that is acknowledged at once."""
    return Request(at_s, "acknowledged", write=1, version=version, **more)


def shares(*requests: Request) -> tuple[float | None, float | None]:
    """Own writes missed, and reads that went back."""
    figures = report(log_of(requests)).figures
    return figures["own_write_missed_ratio"], figures["went_back_ratio"]


def test_a_read_that_misses_its_users_write() -> None:
    """Version 0 after one's own version 1 is a broken promise; the second read keeps it."""
    found = shares(write(11, 1), Request(12, version=0), Request(13, version=1))
    assert found == (0.5, 0)


def test_the_promise_is_to_the_user_and_for_the_key() -> None:
    """Neither somebody else's write nor a write of another key binds a read."""
    others = (write(11, 1, client=1), write(11.5, 1, key=1))
    assert shares(*others, Request(12, version=0)) == (0, 0)


def test_a_write_binds_from_its_acknowledgement_on() -> None:
    """Written at 11 s, acknowledged at 13 s: the read of 12 s may miss it, that of 13 s may not."""
    slow = write(11, 1, latency_s=2)
    assert shares(slow, Request(12, version=0)) == (0, 0)
    assert shares(slow, Request(13, version=0)) == (1, 0)


def test_a_read_that_goes_back() -> None:
    """Version 2 seen, then 1: the user went back, whoever wrote them."""
    assert shares(Request(11, version=2), Request(12, version=1)) == (0, 0.5)


def test_two_reads_at_once_do_not_bind_each_other() -> None:
    """The read that began at 11.5 s did not know what the one until 12 s would see."""
    slow = Request(11, version=2, latency_s=1)
    assert shares(slow, Request(11.5, version=1)) == (0, 0)
    assert shares(slow, Request(12, version=1)) == (0, 0.5)


def test_requests_of_one_instant_keep_their_order() -> None:
    """A write binds the read after it, not the one before, though none takes any time."""
    assert shares(Request(11, version=0), write(11, 1)) == (0, 0)
    assert shares(write(11, 1), Request(11, version=0)) == (1, 0)


def test_only_answered_reads_count() -> None:
    """A read that timed out neither breaks nor binds; without reads there is no share."""
    assert shares(write(11, 1), Request(12, "timeout", version=-1)) == (None, None)


def counted(log: Log) -> tuple[float, float]:
    """The same shares, by going through all requests in order."""
    table, waiting = log.table(Requests), list[tuple[int, ...]]()
    own, seen = dict[tuple[int, int], int](), dict[tuple[int, int], int]()
    reads = missed = went_back = 0
    for row, (at_s, latency_s) in enumerate(zip(table.at_s, table.latency_s, strict=True)):
        while waiting and waiting[0][0] <= round(at_s * 1e9):
            _, _, *pair, version, is_write = heappop(waiting)
            known = own if is_write else seen
            known[pair[0], pair[1]] = max(known.get((pair[0], pair[1]), 0), version)
        pair_now, version = (int(table.key[row]), int(table.client[row])), int(table.version[row])
        if not table.write[row]:
            reads += 1
            missed += own.get(pair_now, 0) > version
            went_back += seen.get(pair_now, 0) > version
        ends_ns = round((at_s + latency_s) * 1e9)
        heappush(waiting, (ends_ns, row, *pair_now, version, int(table.write[row])))
    return missed / reads, went_back / reads


WORLD = ideal(
    rate_rps=200,
    duration_s=20,
    keys=8,
    clients=5,
    read_share=0.8,
    read_s=0.2,
    write_s=0.05,
    snapshot="start",
    service="exponential",
)


@pytest.mark.parametrize("block", [1, 100, 1 << 17])
def test_violations_are_counted_exactly(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the number of requests that are judged together, and both kinds occur."""
    monkeypatch.setattr(sessions, "BLOCK", block)
    log = simulate(WORLD)
    table, family = log.table(Requests), sessions.Sessions(Span(0, 20))
    for start in range(0, len(table.at_s), 50):
        family.requests(rows_of(table, slice(start, start + 50)))
    found = family.figures(log)
    missed, went_back = counted(log)
    assert missed > 0
    assert went_back > 0
    assert found["own_write_missed_ratio"] == pytest.approx(missed)
    assert found["went_back_ratio"] == pytest.approx(went_back)


def test_too_many_pairs_halve_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty pairs of five users and eight keys, room for 30: two users are followed in the end."""
    monkeypatch.setattr(sessions, "BLOCK", 100)
    monkeypatch.setattr(sessions, "MOST_PAIRS", 30)
    log = simulate(WORLD)
    table, family = log.table(Requests), sessions.Sessions(Span(0, 20))
    for start in range(0, len(table.at_s), 50):
        family.requests(rows_of(table, slice(start, start + 50)))
    assert family.users == 2
    assert len(family.known.pair) <= 30
    assert family.figures(log)["own_write_missed_ratio"] is not None
