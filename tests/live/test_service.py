"""Added service time."""

from random import Random

import pytest

from live.service import Extra
from simulator.scenario import Database

N = 20_000


@pytest.mark.parametrize("law", ["exponential", "constant", "lognormal"])
def test_the_mean_makes_up_for_what_the_database_takes_itself(law: str) -> None:
    """A plan of 20 ms over a floor of 5: 15 ms on average, within 4.5 standard errors."""
    extra = Extra(Database.model_validate({"service": law}), 0.02, 0.005, Random(1))
    mean_s = sum(extra.draw() for _ in range(N)) / N
    assert mean_s == pytest.approx(0.015, abs=4.5 * 0.015 / N**0.5)


def test_a_database_that_is_slow_enough_gets_nothing_added() -> None:
    assert Extra(Database(), 0.004, 0.005, Random(1)).draw() == 0
