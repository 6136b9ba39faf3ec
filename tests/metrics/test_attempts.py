"""Attempts over reads, counted from the warm-up on."""

from typing import Any

import pytest

from metrics import report
from tests.worlds import EVERY_ENGINE, ideal, play

PATIENCE: Any = {"timeout_s": 0.5, "retries": 2, "backoff_s": 0.25, "warmup_s": 10}


@EVERY_ENGINE
def test_attempts_of_requests_after_the_warm_up_count(engine: str) -> None:
    """One read before it whose retries come after it, then one that fails thrice and a hit."""
    world = ideal(read_s=1, write_s=60, ttl_s=60, keys=3, **PATIENCE)
    log = play(world, engine, (9.75, 0, "read"), (20, 1, "write"), (30, 0, "read"), (31, 2, "read"))
    figures = report(log).figures
    assert figures["reads"] == 2
    assert figures["attempts_per_read"] == pytest.approx((1 + 3) / 2)
    assert figures["retries"] == 2 + 2
    assert figures["abandoned_attempts"] == 3 + 2, "the third load has come when it is retried"
    assert figures["hedges"] is None
    assert figures["retries_refused"] is None


def test_who_is_patient_abandons_nothing() -> None:
    """Without a timeout there is no such figure, and each read is one attempt."""
    figures = report(play(ideal(read_s=1), "fast", (1, 0, "read"))).figures
    assert figures["attempts_per_read"] == 1
    assert figures["retries"] == 0
    assert figures["abandoned_attempts"] is None
