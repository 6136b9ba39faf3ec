"""Expiries, on logs made by hand and on one that the simulator made."""

import numpy as np
import pytest

from metrics import expiries
from metrics.expiries import MOST_EXPIRIES, MOST_READERS, CloseUp, Watch
from simulator import simulate
from simulator.log import Requests, Statements
from tests.metrics.hand import Request, Statement, table
from tests.worlds import SINGLE_FLIGHT, ideal, stampedes


def seen(requests=(), statements=(), begin_s: float = 0, slack_s: float = 0) -> CloseUp:
    """A close-up of a run of 20 s."""
    watch = Watch(keys=1, slack_s=slack_s)
    watch.take(table(Requests, [each.row() for each in requests]))
    watch.take(table(Statements, [each.row() for each in statements]))
    return watch.close_up(begin_s, 20)


TWO = (
    Statement(1.0, 1.0, 2.0, queued=0),
    Statement(1.5, 1.7, 2.7, in_flight=2, queued=3),
    Statement(1.9, 1.9, 2.5, in_flight=3, queued=1),
    Statement(2.2, 2.2, 2.6, in_flight=3),
    Statement(9.0, 9.0, 10.0),
)
"""Four loads that overlap, and one alone; the second of the four ends last."""


def test_loads_that_overlap_are_one_expiry():
    """It starts with the first, is refilled by the first that ends, is over with the last."""
    found = seen(statements=TWO[::-1]).expiries
    assert found["start_s"].tolist() == [1.0, 9.0]
    assert found["refill_s"].tolist() == [2.0, 10.0]
    assert found["end_s"].tolist() == [2.7, 10.0]
    assert found["loads"].tolist() == [4, 1]
    assert found["peak"].tolist() == [3, 1]
    assert found["queue"].tolist() == [3, 0]


def test_the_mean_has_a_standard_error():
    """Four and one: 2.5, and 1.5 by the scatter of two."""
    assert tuple(seen(statements=TWO).loads) == pytest.approx((2, 2.5, 1.5))
    assert seen(statements=TWO, begin_s=5).loads == (1, 1.0, None)
    assert seen().loads == (0, None, None)


def test_an_expiry_that_the_end_cuts_off_does_not_count():
    """It is shown, though."""
    found = seen(statements=(*TWO, Statement(19.5, 19.5, 21)))
    assert found.loads.expiries == 2
    assert found.expiries["counted"].tolist() == [True, True, False]


def test_a_load_while_the_value_travels_to_the_cache_belongs_to_the_expiry():
    """A tenth of a second after the end, with a slack of two tenths."""
    late = (Statement(1, 1, 2), Statement(2.1, 2.1, 3.1))
    assert seen(statements=late, slack_s=0.2).expiries["loads"].tolist() == [2]
    assert seen(statements=late).expiries["loads"].tolist() == [1, 1]


def test_what_is_no_load_of_the_watched_keys_is_left_out():
    """Writes, loads ahead of demand, refused ones, other keys."""
    others = (Statement(3, 3, 4, write=1, in_flight=0), Statement(3, 3, 3, refused=1))
    assert len(seen(statements=others).expiries) == 0
    watch = Watch(keys=0, slack_s=0)
    watch.take(table(Statements, [each.row() for each in TWO]))
    assert len(watch.close_up(0, 20).expiries) == 0


def test_readers_are_counted_by_what_became_of_them():
    """From the first load to the refill; before and after they read a full cache."""
    requests = (
        Request(0.9, "fresh_hit"),
        Request(1.0, "miss_load", 1.0),
        Request(1.2, "coalesced_wait", 0.8),
        Request(1.3, "coalesced_wait", 0.7),
        Request(1.5, "miss_load", 1.2),
        Request(1.6, "stale_hit"),
        Request(1.7, "early_hit"),
        Request(1.8, "shed"),
        Request(1.85, "acknowledged", 0.1, write=1),
        Request(2.5, "fresh_hit"),
    )
    found = seen(requests, TWO)
    first = found.expiries.iloc[0]
    counts = {word: first[word] for word in expiries.WORDS}
    assert counts == {"loaded": 2, "waited": 2, "stale": 1, "early": 1, "hit": 0, "failed": 1}
    assert first["wait_s_max"] == 1.2
    assert found.readers["word"].tolist() == [
        *("loaded", "waited", "waited", "loaded", "stale", "early", "failed")
    ]
    assert found.readers["expiry"].tolist() == [0] * 7


def test_a_sample_keeps_who_is_rare():
    """Of 2 loaders and 998 who waited: both loaders, and others spread over the whole time."""
    place = np.ones(1000, dtype=np.int64)
    place[[0, 700]] = 0
    chosen = expiries.sample(place)
    assert len(chosen) == MOST_READERS
    assert {0, 700} <= set(chosen.tolist())
    assert chosen[-1] == 999
    assert expiries.sample(place[:0]).tolist() == []
    assert expiries.sample(place[:3]).tolist() == [0, 1, 2]


def test_the_most_loads_in_flight_by_window():
    """Windows of 0.1 s: one from 1.0, two from 1.5, three from 1.9, none after 2.7."""
    high = seen(statements=TWO).in_flight["in_flight"]
    windows = {1.0: 1, 1.4: 1, 1.5: 2, 1.9: 3, 2.2: 3, 2.6: 2, 2.7: 1, 2.8: 0, 9.5: 1, 15.0: 0}
    for start_s, loads in windows.items():
        assert high.iloc[round(start_s * 10)] == loads, start_s


def test_a_large_run_is_handed_out_small():
    """Sixty expiries: forty go out, all are counted."""
    single = [Statement(k / 4, k / 4, k / 4 + 0.1) for k in range(60)]
    found = seen(statements=single)
    assert len(found.expiries) == MOST_EXPIRIES
    assert found.loads.expiries == 60


def test_what_does_not_fit_is_left_out_and_the_answer_says_from_when(monkeypatch):
    """Memory has a bound."""
    monkeypatch.setattr(expiries, "MOST_ROWS", 1)
    watch = Watch(keys=1, slack_s=0)
    for part in (TWO[:2], TWO[2:]):
        watch.take(table(Statements, [each.row() for each in part]))
    found = watch.close_up(0, 20)
    assert found.complete_s == 1.9
    assert found.expiries["loads"].tolist() == [2]


@pytest.mark.parametrize("protections", [(), SINGLE_FLIGHT])
def test_expiries_of_a_simulated_key_are_its_stampedes(protections):
    """The same sizes as the log's own count of loads in flight gives."""
    world = ideal(
        protections=protections, rate_rps=40, ttl_s=4, read_s=0.5, nodes=8, duration_s=150
    )
    log = simulate(world)
    watch = Watch(keys=1, slack_s=0)
    for chunk in log.chunks:
        watch.take(chunk)
    found = watch.close_up(0, 150)
    assert found.expiries["loads"].tolist()[:30] == stampedes(log).tolist()[:30]
    counts = found.expiries.iloc[3]
    assert counts["loaded"] == counts["loads"]
