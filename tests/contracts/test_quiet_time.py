"""The promise that makes the lab fast: until its quiet time ends, an entry is simply used."""

import pickle
from collections.abc import Iterator
from math import inf, nextafter
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies.base import Strategy
from strategies.effects import Entry, Get, Now, Value
from strategies.shelf import PROTECTIONS, STRATEGIES, settings_of
from tests.conftest import EXAMPLES
from tests.contracts.random_scenarios import fields_of

KEY = 5
LOOK = "Get(key=5)"
MORE = int(EXAMPLES or 0)
EVERY_STRATEGY = pytest.mark.parametrize("name", STRATEGIES)
SPANS_S = st.sampled_from((0.0, 0.001, 0.1, 1.0, 10.0, 3600.0))


def settings_object(variant: Any) -> st.SearchStrategy[Any]:
    """Legal settings of a strategy or protection."""
    declared = settings_of(variant)
    return fields_of(declared).map(declared.model_validate)


@st.composite
def strategies_of(draw: st.DrawFn, name: str) -> Strategy:
    """A strategy with random settings behind a random stack of protections."""
    stack = draw(st.lists(st.sampled_from(sorted(PROTECTIONS)), max_size=3))
    guards = [PROTECTIONS[p](draw(settings_object(PROTECTIONS[p])), Random(1)) for p in stack]
    return STRATEGIES[name](draw(settings_object(STRATEGIES[name])), guards, {})


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Any entry that a cache may hold."""
    stored_s = draw(SPANS_S)
    life_s = draw(st.one_of(st.just(inf), SPANS_S))
    soft_s = min(life_s, draw(st.one_of(st.just(inf), SPANS_S)))
    value = Value(draw(st.integers(0, 3)), draw(st.booleans()), draw(SPANS_S))
    return Entry(value, stored_s, stored_s + soft_s, stored_s + life_s, draw(st.booleans()))


class Course(NamedTuple):
    """What a read did: its effects, and what it returned (None while it had not finished)."""

    effects: list[str]
    value: Value | None


def course(strategy: Strategy, entry: Entry | None, now_s: float) -> Course:
    """A read up to its first effect other than a look into the cache or at the clock."""
    rules, effects = strategy.read(KEY), list[str]()
    answers: dict[type, Any] = {Get: entry, Now: now_s}
    try:
        effect = next(rules)
        while True:
            effects.append(repr(effect))
            if type(effect) not in answers:
                return Course(effects, None)
            effect = rules.send(answers[type(effect)])
    except StopIteration as stop:
        return Course(effects, stop.value)


def state(strategy: Strategy) -> bytes:
    """All that a read may have changed, chance included."""
    guards = [(vars(p) | {"random": p.random.getstate()}) for p in strategy.protections]
    own = {name: value for name, value in vars(strategy).items() if name != "protections"}
    return pickle.dumps([own, *guards])


def instants(entry: Entry, quiet_until_s: float) -> Iterator[float]:
    """Instants of the entry's life that its quiet time covers, the last one among them."""
    end_s = min(quiet_until_s, entry.expires_at_s, 1e6)
    for share in (0, 0.25, 0.5, 0.9, 0.999, 1):
        now_s = entry.stored_at_s + share * (end_s - entry.stored_at_s)
        if entry.stored_at_s <= now_s <= end_s:
            yield now_s


@EVERY_STRATEGY
@settings(max_examples=MORE or 100)
@given(data=st.data())
def test_a_read_in_quiet_time_only_looks(name: str, data: st.DataObject) -> None:
    """It gets the entry, may ask the time, returns the value, and leaves no trace."""
    strategy, entry = data.draw(strategies_of(name)), data.draw(entries())
    if not strategy.opens_with_get:
        return
    for now_s in instants(entry, strategy.quiet_until_s(entry)):
        before = state(strategy)
        effects, value = course(strategy, entry, now_s)
        assert value == entry.value
        assert effects in ([LOOK], [LOOK, "Now()"])
        assert state(strategy) == before


@EVERY_STRATEGY
@settings(max_examples=MORE or 50)
@given(data=st.data())
def test_quiet_time_ends_no_later_than_the_entry(name: str, data: st.DataObject) -> None:
    """An entry is not quiet after its expiry, and a prefetched one not at all."""
    strategy, entry = data.draw(strategies_of(name)), data.draw(entries())
    quiet_until_s = strategy.quiet_until_s(entry)
    assert quiet_until_s <= entry.expires_at_s
    assert not entry.prefetched or quiet_until_s == -inf


@EVERY_STRATEGY
@settings(max_examples=MORE or 20)
@given(data=st.data())
def test_a_read_opens_as_its_strategy_says(name: str, data: st.DataObject) -> None:
    """`opens_with_get` is true of exactly those whose first effect is a look into the cache."""
    strategy = data.draw(strategies_of(name))
    first = next(strategy.read(KEY))
    assert (repr(first) == LOOK) == strategy.opens_with_get


def test_read_ahead_is_quiet_until_its_refresh_window() -> None:
    """TTL 10 s, window 0.2: quiet up to 8 s after the set, a refresh the instant after."""
    declared = settings_of(STRATEGIES["read-ahead"])
    strategy = STRATEGIES["read-ahead"](declared.model_validate({"refresh_window": 0.2}))
    entry = Entry(Value(0), 0.0, 10.0, 10.0)
    assert strategy.quiet_until_s(entry) == 8.0
    assert len(course(strategy, entry, 8.0).effects) == 2
    assert len(course(strategy, entry, nextafter(8.0, inf)).effects) == 3
