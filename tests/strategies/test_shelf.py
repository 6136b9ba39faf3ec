"""The shelves: what stands in the folder is found."""

from strategies.shelf import PROTECTIONS, STRATEGIES, settings_of


def test_the_strategies_stand_in_teaching_order() -> None:
    """From the baseline to the most elaborate."""
    first_six = [
        "no-cache",
        "cache-forever",
        "cache-aside",
        "write-through",
        "write-behind",
        "read-ahead",
    ]
    assert [name for name in STRATEGIES if name in first_six] == first_six
    assert next(iter(STRATEGIES)) == "no-cache"


def test_protections_are_found() -> None:
    """At least the two that every lesson needs."""
    assert {"single-flight", "ttl-jitter"} <= PROTECTIONS.keys()


def test_settings_stand_beside_their_class() -> None:
    """By its name with Settings appended."""
    assert settings_of(STRATEGIES["cache-aside"]).__name__ == "CacheAsideSettings"
