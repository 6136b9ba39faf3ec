"""Words about failures, without secrets."""

import pytest

from live.errors import Incidents, told


@pytest.mark.parametrize(
    "text",
    [
        "cannot reach redis://:geheim@localhost:6379/0",
        "no such host in postgresql+asyncpg://lab:geheim@db:5432/lab",
    ],
)
def test_a_password_in_an_address_is_blotted_out(text: str) -> None:
    assert "geheim" not in told(OSError(text))
    assert "***@" in told(OSError(text))


def test_an_error_is_told_in_its_first_line() -> None:
    assert told(OSError("it is down.\nand more")) == "it is down"
    assert told(ValueError()) == "ValueError"
    assert len(told(OSError("x" * 1000))) == 160


def test_failures_are_counted_by_part_with_the_first_words() -> None:
    incidents = Incidents()
    for part, words in (("cache", "gone"), ("database", "full"), ("cache", "still gone")):
        incidents.note(part, OSError(words))
    assert incidents.sentences() == [
        "the cache failed 2 times, first with: gone",
        "the database failed 1 times, first with: full",
    ]
