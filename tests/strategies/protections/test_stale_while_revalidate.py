"""Stale-while-revalidate, on the example of its RFC."""

from tests.worlds import EVERY_ENGINE, ideal, loads, outcomes, play

SWR = {"name": "stale-while-revalidate", "window_s": 30}


@EVERY_ENGINE
def test_the_example_of_rfc_5861(engine: str) -> None:
    """max-age=600, stale-while-revalidate=30, loads of 1 s; stored at 0, and again at 602."""
    world = ideal(protections=[SWR], ttl_s=600, read_s=1, prefill=1, duration_s=2000)
    log = play(world, engine, *((at_s, 0, "read") for at_s in (599, 601, 601.5, 602.5, 1232.6)))
    words = ["fresh_hit", "stale_hit", "stale_hit", "fresh_hit", "miss_load"]
    assert outcomes(log) == words
    assert list(loads(log).joined_s) == [601, 1232.6]


@EVERY_ENGINE
def test_a_renewal_may_begin_before_the_expiry(engine: str) -> None:
    """With 10 s left one read is early and starts the reload, and nobody waits."""
    early = SWR | {"refresh_before_s": 20}
    world = ideal(protections=[early], ttl_s=600, read_s=1, prefill=1, duration_s=2000)
    log = play(world, engine, *((at_s, 0, "read") for at_s in (579, 590, 590.5, 601)))
    assert outcomes(log) == ["fresh_hit", "early_hit", "fresh_hit", "fresh_hit"]
    assert list(loads(log).joined_s) == [590]


@EVERY_ENGINE
def test_each_process_renews_for_itself(engine: str) -> None:
    """Two nodes make two reloads of one key; a lock inside makes it one."""
    for stack, expected in [([SWR], 2), ([SWR, {"name": "lock"}], 1)]:
        world = ideal(protections=stack, ttl_s=10, read_s=1, prefill=1, nodes=2)
        log = play(world, engine, (11, 0, "read", 0), (11.5, 0, "read", 1))
        assert outcomes(log) == ["stale_hit", "stale_hit"]
        assert len(loads(log).joined_s) == expected
