"""Closed forms of retries against numbers worked out elsewhere."""

import pytest

from theory import retries


@pytest.mark.parametrize(
    ("failure", "tries", "attempts"),
    [(0.5, 1, 1.5), (0.5, 3, 1.875), (0.6, 3, 2.176), (0, 5, 1), (1, 3, 4)],
)
def test_attempts(failure: float, tries: int, attempts: float) -> None:
    """A geometric sum, cut off after the last retry."""
    assert retries.attempts(failure, tries) == pytest.approx(attempts)
