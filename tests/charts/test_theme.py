"""Looks: what stands side by side can be told apart."""

import pytest

from charts.theme import STYLES, style, styles
from lessons.shelf import LESSONS


@pytest.mark.parametrize("slug", LESSONS)
def test_the_worlds_of_a_lesson_differ_in_colour_dash_and_mark(slug: str) -> None:
    looks = styles(LESSONS[slug].worlds).values()
    for part in ("colour", "dash", "mark"):
        assert len({getattr(look, part) for look in looks}) == len(looks)


def test_a_name_that_has_a_look_keeps_it_beside_others() -> None:
    """And nobody else gets it."""
    looks = styles(["something", "cache-aside", "something else"])
    assert looks["cache-aside"] == style("cache-aside") == STYLES["cache-aside"]
    assert len(set(looks.values())) == 3
