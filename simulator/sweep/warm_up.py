"""The warm-up judged: MSER-5, the marginal standard error rule on means of five.

White, Cobb and Spratt, A comparison of five steady-state truncation heuristics for simulation,
Winter Simulation Conference 2000.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

BATCH = 5
JUDGED = ("hit_ratio", "db_read_rps")
"""Columns of a time line that must have settled."""


def truncation(series: Sequence[float] | NDArray[np.float64]) -> int | None:
    """How many leading values to leave out; None where the series has not settled by its half.

    The cut is where the rest, in means of five, has the least squared standard error of its mean.
    It is looked for in the first half, since a few last means may agree by chance; a cut at the
    half itself says that the series was still on its way. So does one too short to be judged.
    """
    batches = means_of_five(np.asarray(series, dtype=float))
    half = len(batches) // 2
    if half < 1:
        return None
    best = int(np.argmin([squared_error(batches[cut:]) for cut in range(half + 1)]))
    return best * BATCH if best < half else None


def means_of_five(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means of five neighbours; a rest at the end is left out."""
    whole = len(values) // BATCH * BATCH
    means: NDArray[np.float64] = values[:whole].reshape(-1, BATCH).mean(axis=1)
    return means


def squared_error(values: NDArray[np.float64]) -> float:
    """The squared standard error of a mean, as if the values were independent."""
    return float(((values - values.mean()) ** 2).sum() / len(values) ** 2)


def settled_s(timeline: pd.DataFrame) -> float | None:
    """When a run has settled, in seconds from its start; None where it has not by half-time."""
    ends = [truncation(known(timeline[name])) for name in JUDGED]
    cuts = [end for end in ends if end is not None]
    return float(timeline["start_s"].iloc[max(cuts)]) if len(cuts) == len(ends) else None


def known(column: pd.Series) -> NDArray[np.float64]:
    """A column without gaps: a window with nothing in it repeats what was there before."""
    return column.ffill().bfill().fillna(0.0).to_numpy(dtype=float)
