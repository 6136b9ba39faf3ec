"""Bad input: one sentence that says what, the rule, the value and the way out."""

import pytest

from simulator import ScenarioError, parse
from simulator.sentences import shorten

BAD = {
    '{"workload": {"rate_rps": 0}}': "workload.rate_rps must be at least 0.001, got 0; raise it",
    '{"workload": {"read_share": 1.5}}': "workload.read_share must be at most 1, got 1.5; lower it",
    '{"database": {"snapshot": "middle"}}': (
        "database.snapshot must be one of 'end' or 'start', got 'middle'; choose one of them"
    ),
    '{"cache": {"eviction": "belady"}, "workload": {"rate_rps": 1000000, "duration_s": 30}}': (
        "cache.eviction belady must know all requests beforehand, at most 20,000,000, "
        "got 30,000,000; shorten the run"
    ),
    '{"workload": {"ratio": 1}}': (
        "workload.ratio is not a parameter; remove it or mend its spelling"
    ),
    '{"workload": {"duration_s": 10, "warmup_s": 20}}': (
        "workload.warmup_s must be below duration_s (10), got 20; "
        "shorten the warm-up or lengthen the run"
    ),
    '{"workload": {"rate_rps": 1000000, "duration_s": 2000}}': (
        "workload.rate_rps x duration_s must be at most 1,000,000,000 requests, "
        "got 2,000,000,000; lower one of them"
    ),
    '{"protections": [{"name": "ttl-jitter", "spread": 2}]}': (
        "protections.0.spread must be at most 1, got 2; lower it"
    ),
    '{"strategy": {"name": "cache-aside", "ttl_s": -1}}': (
        "strategy.ttl_s must be at least 0, got -1; raise it"
    ),
}


@pytest.mark.parametrize("text", BAD)
def test_bad_input_is_answered_in_one_sentence(text: str) -> None:
    """What, the rule, the value, the way out."""
    with pytest.raises(ScenarioError) as caught:
        parse(text)
    assert str(caught.value) == BAD[text]


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ('{"strategy": {"name": "magic"}}', "strategy: 'magic' is unknown; choose one of 'no-ca"),
        ('{"strategy": {"ttl_s": 3}}', "strategy must name its kind, got {'ttl_s': 3}"),
        ('{"workload": {"arrivals": {"law": "x"}}}', "workload.arrivals: 'x' is unknown"),
        ('{"workload": {"keys": 1.5}}', "workload.keys does not fit: "),
        ('{"workload": {"keys": "many"}}', "workload.keys does not fit: "),
        ('{"workload": 7}', "workload does not fit: "),
        ("[]", "the scenario does not fit: "),
        ("", "this is not JSON: "),
        ('{"seed": ', "this is not JSON: "),
        ('{"workload": {"rate_rps": NaN}}', "workload.rate_rps "),
        ('{"workload": {"duration_s": Infinity}}', "workload.duration_s "),
        (b"\xff\xfe\x00", "this is not JSON: "),
        ("[" * 100_000, "this is not JSON: "),
    ],
)
def test_nonsense_is_named(text: str | bytes, beginning: str) -> None:
    """Unknown variants, wrong types, broken JSON: still one line, and never a traceback."""
    with pytest.raises(ScenarioError) as caught:
        parse(text)
    assert str(caught.value).startswith(beginning)
    assert "\n" not in str(caught.value)


def test_long_values_are_cut() -> None:
    """Sixty characters at most, the last one an ellipsis."""
    assert shorten("a" * 10) == repr("a" * 10)
    assert len(shorten("a" * 100)) == 60
    assert shorten("a" * 100).endswith("…")
