"""Facebook's memcached pools, as two papers describe them."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from simulator.presets.preset import Preset, pace, rows

SOURCES = {
    "nsdi2013": "R. Nishtala et al., Scaling Memcache at Facebook, USENIX NSDI 2013",
    "sigmetrics2012": "B. Atikoglu et al., Workload Analysis of a Large-Scale Key-Value Store, "
    "ACM SIGMETRICS 2012 (abstract and slides)",
}
SIZES = "sizes of keys and values"
KEYS = 100_000
"""So many keys are taken where an exponent is derived; the papers tell no number."""
HIGHEST, HALVINGS = 4.0, 50


def presets() -> Iterator[Preset]:
    """Each pool."""
    for row in rows("facebook_pools.csv"):
        workload, notes = traffic(row)
        yield Preset(
            f"facebook-{row['pool']}",
            f"Facebook memcached, pool {row['pool']}",
            SOURCES[row["paper"]],
            {"workload": workload},
            (SIZES, *notes),
        )


def traffic(row: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The workload, and what is not in it."""
    found, notes = popularity(row)
    if row["get_fraction"]:
        return found | {"read_share": float(row["get_fraction"])}, [*notes, "its rate"]
    gets, deletes = float(row["get_per_s"]), float(row["delete_per_s"])
    timing, more = pace(gets + deletes)
    share = {"read_share": round(gets / (gets + deletes), 4)}
    fills = "sets, which are taken for fills; a delete stands for a write"
    return found | timing | share, [*notes, *more, fills]


def popularity(row: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The law of its keys, derived from the share of the most popular hundredth."""
    if not row["top_1pct_keys_share"]:
        return {}, ["number and popularity of its keys, which were not published"]
    share = float(row["top_1pct_keys_share"])
    exponent = round(exponent_of(share, KEYS), 2)
    note = f"the exponent is derived: 1 % of the keys get {share:.0%} of the requests"
    return {"keys": KEYS, "popularity": {"law": "zipf", "exponent": exponent}}, [note]


def exponent_of(share: float, keys: int) -> float:
    """The Zipf exponent under which a hundredth of the keys gets this share of the requests."""
    ranks = np.arange(1, keys + 1, dtype=np.float64)
    low, high = 0.0, HIGHEST
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        weights = ranks**-middle
        found = weights[: keys // 100].sum() / weights.sum()
        low, high = (middle, high) if found < share else (low, middle)
    return low
