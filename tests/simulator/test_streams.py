"""Named streams: the same name and seed give the same chance, whoever else draws."""

from simulator.streams import plain_stream, stream


def test_a_stream_is_fixed_by_seed_and_name() -> None:
    """The same pair twice gives the same numbers."""
    assert stream(1, "keys").random(5).tolist() == stream(1, "keys").random(5).tolist()
    assert plain_stream(1, "x").random() == plain_stream(1, "x").random()


def test_other_names_and_seeds_are_other_streams() -> None:
    """No two of these begin with the same number."""
    pairs = [(1, "keys"), (1, "arrivals"), (2, "keys"), (1, "keyz")]
    assert len({stream(*pair).random() for pair in pairs}) == 4
    assert len({plain_stream(*pair).random() for pair in pairs}) == 4


def test_streams_are_uncorrelated() -> None:
    """Ten thousand pairs of two streams: the correlation is that of chance (4.5/100)."""
    ours, theirs = stream(7, "arrivals").random(10_000), stream(7, "keys").random(10_000)
    covariance = ((ours - 0.5) * (theirs - 0.5)).mean()
    assert abs(12 * covariance) < 4.5 / 100
