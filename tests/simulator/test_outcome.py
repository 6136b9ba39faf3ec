"""One word for how a request ended."""

import pytest

from simulator.outcome import CODE, HITS, OUTCOMES, Course, failure_outcome
from strategies.effects import (
    CacheUnavailable,
    DatabaseRefused,
    DatabaseTimeout,
    Entry,
    QueueFull,
    ServiceError,
    Value,
)

FRESH = Entry(Value(1), 0, 10, 20)


def word(course: Course) -> str:
    """The read's outcome."""
    return OUTCOMES[course.read_outcome()]


def found(entry: Entry | None, now_s: float) -> Course:
    """A read that looked into the cache."""
    course = Course()
    course.note(entry, now_s)
    return course


def test_what_was_found_decides() -> None:
    """Within the soft TTL, beyond it, and a remembered absence."""
    assert word(found(FRESH, 10)) == "fresh_hit"
    assert word(found(FRESH, 10.1)) == "stale_hit"
    assert word(found(FRESH._replace(value=Value(0, found=False)), 5)) == "negative_hit"


def test_a_read_that_started_a_refresh_is_early() -> None:
    """It was served, and did others a service."""
    course = found(FRESH, 5)
    course.refreshed = True
    assert word(course) == "early_hit"


def test_loading_outweighs_waiting_and_finding() -> None:
    """Who loaded is a miss, who waited is coalesced."""
    course = found(FRESH, 5)
    course.waited = True
    assert word(course) == "coalesced_wait"
    course.loaded = True
    assert word(course) == "miss_load"
    course.cache_failed = True
    assert word(course) == "bypass"


def test_a_value_in_spite_of_a_failed_load_is_an_error_stale_hit() -> None:
    """A failed load marks the course; a failed write does not."""
    course = found(FRESH, 15)
    course.fail_load(())
    assert word(course) == "stale_hit"
    course.fail_load((0,))
    assert word(course) == "error_stale_hit"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (QueueFull(), "shed"),
        (DatabaseRefused(), "error"),
        (DatabaseTimeout(), "error"),
        (CacheUnavailable(), "error"),
    ],
)
def test_failures(error: ServiceError, expected: str) -> None:
    """What a limit turns away is shed, everything else an error."""
    assert OUTCOMES[failure_outcome(error)] == expected


def test_hits_are_the_first_words() -> None:
    """Metrics compare codes: the five hits come first."""
    assert HITS == (0, 1, 2, 3, 4)
    assert CODE["coalesced_wait"] == 5
