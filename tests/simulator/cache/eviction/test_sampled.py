"""Redis's sample and pool, with scores made by hand."""

import pytest

from simulator.cache.chance import Chance
from simulator.cache.eviction.sampled import POOL, Sampled
from simulator.cache.eviction.score import IdleTime, Rarity, Score, Urgency
from simulator.clock import FOREVER, NANOSECONDS
from tests.simulator.cache.eviction.moves import drain, fill


class Table(Score):
    """Scores from a table."""

    def insert(self, key: int, expires_ns: int, now_ns: int) -> None:
        """Its own number."""
        self.note[key] = key

    def of(self, key: int, now_ns: int) -> int:
        """What the table says."""
        return self.note[key]


def test_few_entries_are_seen_whole() -> None:
    """Five entries and five samples: always the highest score."""
    policy = Sampled(Chance(1), Table(), 5)
    fill(policy, *(None,) * 5)
    assert drain(policy) == [4, 3, 2, 1, 0]


def test_a_candidate_keeps_the_score_of_its_draw() -> None:
    """3 goes; 2 is in the pool with score 2 and goes next though it is worth 0 by now."""
    policy = Sampled(Chance(1), Table(), 4)
    fill(policy, *(None,) * 4)
    assert policy.victim(0) == 3
    policy.remove(3)
    policy.score.note.update({2: 0, 1: 1, 0: 0})
    assert policy.victim(0) == 2


def test_a_candidate_that_is_gone_is_passed_over() -> None:
    """2 and 1 have left meanwhile: it is 0's turn; 2 that is back is taken for the old one."""
    policy = Sampled(Chance(1), Table(), 4)
    fill(policy, *(None,) * 4)
    for key in (policy.victim(0), 2, 1):
        assert key is not None
        policy.remove(key)
    assert policy.victim(0) == 0
    policy.remove(0)
    policy.insert(2, FOREVER, 0)
    policy.score.note[2] = -5
    assert policy.victim(0) == 2


def test_a_full_pool_keeps_the_best() -> None:
    """Twenty candidates from low to high: the pool holds the last sixteen, the best last."""
    policy = Sampled(Chance(1), Table(), 64)
    for key in range(20):
        policy.consider(key, key)
    policy.consider(4, 99)
    assert [key for _, key in policy.pool] == list(range(20 - POOL, 20))


def test_of_equals_the_first_in_the_pool_goes() -> None:
    """A candidate stands before others of its score."""
    policy = Sampled(Chance(1), Table(), 5)
    for key in (1, 2, 3):
        policy.consider(7, key)
    assert [key for _, key in policy.pool] == [3, 2, 1]


def test_the_first_victim_is_the_best_of_a_sample() -> None:
    """Of 0 to 99 the highest of five without repetition: 5 * 101 / 6 - 1 = 83.17 on average."""
    found = []
    for seed in range(2000):
        policy = Sampled(Chance(seed * 7919), Table(), 5)
        fill(policy, *(None,) * 100)
        found.append(policy.victim(0) or 0)
    assert sum(found) / 2000 == pytest.approx(83.17, abs=4.5 * 14 / 2000**0.5)


def test_idle_time_counts_whole_seconds() -> None:
    """Used in second 1 and in second 3; at 9.5 s they have been idle for 8 and 6."""
    score = IdleTime()
    score.insert(0, FOREVER, 1_900_000_000)
    score.touch(1, 3_000_000_000)
    assert [score.of(key, 9_500_000_000) for key in (0, 1)] == [8, 6]


def test_the_idle_clock_starts_again() -> None:
    """24 bits of seconds: used one second before the clock turns, asked one second after."""
    score, turn = IdleTime(), 1 << 24
    score.touch(0, (turn - 1) * NANOSECONDS)
    assert score.of(0, (turn + 1) * NANOSECONDS) == 2


def test_a_new_entry_has_a_few_uses_to_its_credit() -> None:
    """Counter 5, score 250; up to there every use counts."""
    score = Rarity(Chance(1), log_factor=10, decay_min=1)
    score.insert(0, FOREVER, 0)
    assert score.of(0, 0) == 250
    score.touch(0, 0)
    assert score.of(0, 0) == 249


def test_a_counter_falls_by_one_each_decay_time() -> None:
    """From 5: 3 after two minutes, 0 after ten; with a decay time of 2 it is 4 after three."""
    one, two, none = (Rarity(Chance(1), 10, decay_min) for decay_min in (1, 2, 0))
    for score in (one, two, none):
        score.insert(0, FOREVER, 0)
    minute = 60 * NANOSECONDS
    assert [255 - one.of(0, n * minute) for n in (2, 10)] == [3, 0]
    assert 255 - two.of(0, 3 * minute) == 4
    assert 255 - none.of(0, 1000 * minute) == 5


def test_a_counter_rises_with_the_logarithm() -> None:
    """From 5 + n to 5 + n + 1 takes 1 + 10 n uses on average: 1 + 11 + 21 + 31 = 64 for four."""
    uses = []
    for seed in range(400):
        score, n = Rarity(Chance(seed * 104729), log_factor=10, decay_min=0), 0
        score.insert(0, FOREVER, 0)
        while score.counter(0, 0) < 9:
            score.touch(0, 0)
            n += 1
        uses.append(n)
    deviation = (10 * 11 + 20 * 21 + 30 * 31) ** 0.5
    assert sum(uses) / 400 == pytest.approx(64, abs=4.5 * deviation / 20)


def test_volatile_ttl_takes_what_expires_first() -> None:
    """3 s, 1 s, never, 2 s; what never expires stays."""
    policy = Sampled(Chance(1), Urgency(), 5, volatile=True)
    fill(policy, 3, 1, None, 2)
    assert drain(policy) == [1, 3, 0]


def test_a_new_expiry_makes_a_candidate() -> None:
    """2 gets a TTL, 1 loses its own."""
    policy = Sampled(Chance(1), Urgency(), 5, volatile=True)
    fill(policy, 3, 1, None)
    policy.expire(2, 2 * NANOSECONDS)
    policy.expire(1, FOREVER)
    assert drain(policy) == [2, 0]
