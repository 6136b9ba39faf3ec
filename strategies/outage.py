"""What rules do while the cache cannot be reached: go on without it. Slower, not broken."""

from typing import Any

from strategies.effects import CacheUnavailable, Effect, Rules


def asked(effect: Effect, otherwise: Any = None) -> Rules[Any]:
    """The cache's answer to an effect, or `otherwise` while it cannot be reached (fail open)."""
    try:
        return (yield effect)
    except CacheUnavailable:
        return otherwise
