"""The warm-up judged."""

import numpy as np
import pandas as pd
import pytest

from simulator.sweep.warm_up import settled_s, truncation


def test_a_step_is_cut_off_exactly() -> None:
    """Twenty low values before a constant: the rest has no error at all."""
    assert truncation([0.0] * 20 + [1.0] * 180) == 20


def test_what_is_level_from_the_start_needs_no_cut() -> None:
    assert truncation([0.5] * 200) == 0


def test_the_rule_on_a_worked_example() -> None:
    """Means of five 8, 1, 1, 3: squared errors 32.75/16, (8/3)/9, 2/4. The second is least."""
    means = [8.0, 1.0, 1.0, 3.0]
    assert truncation([mean for mean in means for _ in range(5)]) == 5


@pytest.mark.parametrize("series", [list(range(200)), [1.0] * 9, []])
def test_a_drift_and_a_short_series_have_not_settled(series: list[float]) -> None:
    assert truncation(series) is None


def test_a_transient_is_found_under_noise() -> None:
    """An exponential approach with a time constant of ten windows is over after a few of them.

    Beyond, one cut is as good as another: the rule may take any up to the half.
    """
    noise = np.random.default_rng(3).normal(0, 0.01, 200)
    cut = truncation((1 - np.exp(-np.arange(200) / 10) + noise).tolist())
    assert cut is not None
    assert 20 <= cut < 100


def test_a_run_has_settled_when_both_its_columns_have() -> None:
    line = pd.DataFrame(
        {
            "start_s": np.arange(200) * 0.5,
            "hit_ratio": [np.nan] * 2 + [0.0] * 18 + [1.0] * 180,
            "db_read_rps": [9.0] * 40 + [2.0] * 160,
        }
    )
    assert settled_s(line) == 20.0
    assert settled_s(line.assign(hit_ratio=np.arange(200.0))) is None
