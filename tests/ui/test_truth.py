"""The truth about a run's reads, on a schedule worked out by hand."""

import pytest

from simulator import simulate
from tests.worlds import ideal, schedule
from ui.truth import TruthFold


def test_a_report_with_the_truth() -> None:
    """Key 0 is filled with the old row; of its two hits both are stale, 1 and 2 s; key 1's not."""
    world = ideal(read_s=0.1, snapshot="start", ttl_s=10, duration_s=20, keys=2)
    requests = schedule(
        (0, 0, "read"),
        (0.05, 0, "write"),
        (1, 1, "read"),
        (1.05, 0, "read"),
        (2, 1, "read"),
        (2.05, 0, "read"),
    )
    fold = TruthFold(world)
    found = fold.report(simulate(world, keep=fold.take, requests=requests))
    assert found.figures["stale_read_ratio"] == pytest.approx(2 / 5)
    assert found.survival["age_s"].tolist() == pytest.approx([0, 1, 2])
    assert found.survival["share"].tolist() == pytest.approx([2 / 5, 1 / 5, 0])
    assert found.deciles["stale"].tolist() == [2, 0]
    assert found.stale_hits.mean == pytest.approx(2 / 3)
