"""Laws of popularity."""

from typing import Any

import numpy as np
import pytest

from simulator.streams import stream
from simulator.workload.popularity import (
    Hotspot,
    Latest,
    MovingHotspot,
    Sequential,
    Uniform,
    Zipf,
)
from simulator.workload.sequential import Sessions

DRAWS = 50_000


def drawn(law: Any, keys: int, n: int = DRAWS) -> Any:
    """Keys under a law."""
    return law.source(keys, stream(5, "keys")).draw(n)


@pytest.mark.parametrize("exponent", [0, 0.6, 0.99, 1, 1.5, 2])
def test_zipf_shares(exponent: float) -> None:
    """The three most popular of 50 keys get rank^-exponent over the sum, up to chance."""
    harmonic = sum(rank**-exponent for rank in range(1, 51))
    found = drawn(Zipf(exponent=exponent), 50)
    for rank in (1, 2, 3):
        p = rank**-exponent / harmonic
        error = (p * (1 - p) / DRAWS) ** 0.5
        assert (found == rank - 1).mean() == pytest.approx(p, abs=4.5 * error)


def test_uniform_shares() -> None:
    """Each of four keys gets a quarter."""
    counts = np.bincount(drawn(Uniform(), 4), minlength=4)
    assert counts == pytest.approx(DRAWS / 4, abs=4.5 * (DRAWS * 3 / 16) ** 0.5)


def test_hotspot_weights() -> None:
    """80 % of the requests on 20 % of 10 keys: .4 for each of two, .025 for each of eight."""
    assert Hotspot().weights(10).tolist() == pytest.approx([0.4] * 2 + [0.025] * 8)


def test_a_hotspot_has_at_least_one_key() -> None:
    """0 % of the keys is one key; 100 % is all of them, alike; one key gets everything."""
    assert Hotspot(hot_keys=0, hot_requests=0.5).weights(3).tolist() == [0.5, 0.25, 0.25]
    assert Hotspot(hot_keys=1, hot_requests=0.5).weights(4).tolist() == [1] * 4
    assert Hotspot(hot_requests=0).weights(1).tolist() == [1]


def test_one_user_walks_key_after_key() -> None:
    """A single endless session reads on by one, and from the last key to the first."""
    found = drawn(Sequential(session_length=1_000_000, users=1), 10, 25)
    assert set((np.diff(found) % 10).tolist()) == {1}


def test_sessions_go_on_from_block_to_block() -> None:
    """Where one block ends the next goes on."""
    walk = Sequential(session_length=1_000_000, users=1).source(100, stream(1, "keys"))
    first, second = walk.draw(7), walk.draw(7)
    assert second[0] == (first[-1] + 1) % 100


def test_sessions_have_the_mean_length() -> None:
    """One in eight requests begins a session; the rest follow their user's last key."""
    found = drawn(Sequential(session_length=8, users=1), 1_000_000)
    jumps = (np.diff(found) != 1).mean()
    assert jumps == pytest.approx(1 / 8, abs=4.5 * (7 / 64 / DRAWS) ** 0.5)


def test_users_take_turns() -> None:
    """Each of three users reads on from his own place, and their requests mix."""
    sessions = Sessions(10_000, 1e9, 3, stream(2, "keys"))
    sessions.at = np.array([-1, 999, 1999])
    found = sessions.draw(300)
    for first in (0, 1000, 2000):
        mine = found[(found >= first) & (found < first + 1000)]
        assert mine.tolist() == list(range(first, first + len(mine)))
        assert 50 < len(mine) < 150


def test_latest_without_new_rows_is_zipf_by_age() -> None:
    """Row 0 is the newest and gets 1 / H of the requests."""
    found = drawn(Latest(exponent=1, new_rows=0), 50)
    p = 1 / sum(1 / rank for rank in range(1, 51))
    assert (found == 0).mean() == pytest.approx(p, abs=4.5 * (p * (1 - p) / DRAWS) ** 0.5)


def test_each_new_row_takes_the_number_of_the_oldest() -> None:
    """Nothing but new rows: backwards through the numbers, round and round, over blocks too."""
    source = Latest(new_rows=1).source(4, stream(5, "keys"))
    assert [source.draw(n).tolist() for n in (3, 0, 3)] == [[3, 2, 1], [], [0, 3, 2]]


def test_latest_asks_by_age_whatever_has_come_meanwhile() -> None:
    """With one new row in ten, the share of the newest is a tenth plus Zipf's of the rest."""
    source = Latest(exponent=1, new_rows=0.1).source(1000, stream(5, "keys"))
    found = source.draw(DRAWS)
    new = stream(5, "keys").random(DRAWS) < 0.1
    newest = (0 - np.cumsum(new)) % 1000
    p = 0.1 + 0.9 / sum(1 / rank for rank in range(1, 1001))
    assert (found == newest).mean() == pytest.approx(p, abs=4.5 * (p * (1 - p) / DRAWS) ** 0.5)


def test_a_hot_set_moves_through_the_keys_and_begins_again() -> None:
    """One hot key of ten, moving by one every two requests; blocks make no difference."""
    law = MovingHotspot(hot_requests=1, hot_keys=0.1, drift=500)
    source = law.source(10, stream(5, "keys"))
    found = [key for n in (5, 8, 0, 9) for key in source.draw(n).tolist()]
    assert found == [n // 2 % 10 for n in range(22)]


def test_a_hot_set_that_stays_is_a_hotspot() -> None:
    """With the same chances."""
    moving = drawn(MovingHotspot(hot_requests=0.8, hot_keys=0.2, drift=0), 10)
    assert moving.tolist() == drawn(Hotspot(), 10).tolist()
