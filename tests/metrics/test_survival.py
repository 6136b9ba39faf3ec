"""Curves of staleness, on tables made by hand."""

from typing import Any

import numpy as np
import pytest

from metrics.survival import Ages, Deciles
from simulator.log import Requests
from tests.metrics.hand import Request, table


def requests(*rows: Request) -> Any:
    """A table of requests."""
    return table(Requests, [row.row() for row in rows])


def test_survival_falls_from_the_stale_share_to_nothing() -> None:
    """Of five reads two are stale, 1 s and 3 s old: 40 % above 0, 20 % above 1 s, none above 3."""
    ages = Ages()
    ages.requests(requests(*(Request(i) for i in range(2)), Request(5, behind=1, age_s=3)))
    later = Ages()
    later.requests(requests(Request(6, behind=2, age_s=1), Request(7), Request(8, write=1)))
    ages.merge(later)
    found = ages.table()
    assert found["age_s"].tolist() == pytest.approx([0, 1, 3])
    assert found["share"].tolist() == pytest.approx([0.4, 0.2, 0])


def test_survival_of_nothing_is_one_zero() -> None:
    """No stale read, or no read at all."""
    ages = Ages()
    assert ages.table().to_dict("list") == {"age_s": [0.0], "share": [0.0]}
    ages.requests(requests(Request(1)))
    assert ages.table()["share"].tolist() == [0.0]


def test_a_curve_has_a_bounded_number_of_points() -> None:
    """A thousand ages, at most 200 points, first and last among them."""
    ages = Ages()
    ages.requests(requests(*(Request(i, behind=1, age_s=1 + i) for i in range(1000))))
    found = ages.table()
    assert len(found) == 200
    assert (found["share"].iloc[0], found["share"].iloc[-1]) == (1, 0)


def test_twenty_keys_make_ten_groups_of_two() -> None:
    """Key k is read 20 - k times; of the hottest group one read in three is stale, 2 s old."""
    rows = [Request(0, key=key) for key in range(20) for _ in range(20 - key)]
    stale = [row._replace(behind=1, age_s=2) if i % 3 == 0 else row for i, row in enumerate(rows)]
    deciles = Deciles()
    deciles.requests(requests(*stale[:39], *rows[39:], Request(1, key=99, write=1)))
    found = deciles.table()
    assert found["keys"].tolist() == [2] * 10
    assert found["reads"].tolist() == [39 - 4 * group for group in range(10)]
    assert found["stale_read_ratio"].iloc[0] == pytest.approx(13 / 39)
    assert found["age_s_mean"].iloc[0] == 2
    assert found["stale_read_ratio"].iloc[1:].tolist() == [0] * 9
    assert np.isnan(found["age_s_mean"].iloc[1])


def test_few_keys_make_few_groups_and_halves_add_up() -> None:
    """Three keys that were read make three groups; two halves merge into the whole."""
    first, second = Deciles(), Deciles()
    first.requests(requests(Request(1, key=7), Request(2, key=1)))
    second.requests(requests(Request(3, key=7, behind=1, age_s=1), Request(4, key=3)))
    first.merge(second)
    found = first.table()
    assert found["reads"].tolist() == [2, 1, 1]
    assert found["stale"].tolist() == [1, 0, 0]
