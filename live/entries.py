"""An entry as it travels through Redis: a compact JSON list.

    [prefetched, version, found, load cost, stored at, soft expiry, hard expiry, payload]

Instants are seconds on the run's clock, null for never; flags are 0 or 1. The first two places are
where the scripts look: the mark of a prefetched entry, and the version.
"""

import json
from math import inf
from typing import Any

from strategies.effects import Entry, Set, Value


def encode(effect: Set, value: Value, now_s: float) -> str:
    """What a set puts in now; its TTLs count from now."""
    hard_s = inf if effect.ttl_s is None else now_s + effect.ttl_s
    soft_s = hard_s if effect.soft_ttl_s is None else min(now_s + effect.soft_ttl_s, hard_s)
    clock = (round(now_s, 6), or_null(soft_s), or_null(hard_s))
    head = (int(effect.prefetched), value.version, int(value.found), round(value.cost_s, 9))
    return json.dumps([*head, *clock, value.payload], separators=(",", ":"))


def decode(text: str | bytes) -> Entry:
    """The entry in a text that `encode` wrote."""
    prefetched, version, found, cost_s, stored_s, soft_s, hard_s, payload = json.loads(text)
    value = Value(version, bool(found), cost_s, payload)
    return Entry(value, stored_s, or_never(soft_s), or_never(hard_s), bool(prefetched))


def or_null(instant_s: float) -> float | None:
    """An instant as JSON has it."""
    return None if instant_s == inf else round(instant_s, 6)


def or_never(instant_s: Any) -> float:
    """An instant from JSON."""
    return inf if instant_s is None else instant_s
