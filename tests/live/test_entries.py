"""Entries as they travel."""

import json
from math import inf

from live.entries import decode, encode
from strategies.effects import Entry, Set, Value


def test_an_entry_comes_back_as_it_went() -> None:
    value = Value(3, found=False, cost_s=0.02, payload={"a": "ö"})
    effect = Set(1, value, ttl_s=30, soft_ttl_s=10, prefetched=True)
    assert decode(encode(effect, value, 2.5)) == Entry(value, 2.5, 12.5, 32.5, prefetched=True)


def test_without_a_ttl_it_never_ends() -> None:
    entry = decode(encode(Set(1, Value(0)), Value(0), 0.0))
    assert (entry.soft_expires_at_s, entry.expires_at_s) == (inf, inf)


def test_the_soft_expiry_is_not_beyond_the_hard_one() -> None:
    assert decode(encode(Set(1, Value(0), 5, 9), Value(0), 1.0)).soft_expires_at_s == 6


def test_the_mark_and_the_version_stand_where_the_scripts_look() -> None:
    text = encode(Set(1, Value(17), prefetched=True), Value(17), 0.0)
    assert text.startswith("[1,17,")
    assert json.loads(text)[:2] == [1, 17]
