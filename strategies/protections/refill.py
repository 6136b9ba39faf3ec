"""Work under a lease: the cache takes what it sets only while the lease is good."""

from typing import Any

from strategies.effects import Key, Release, Rules, ServiceError, Set, Value
from strategies.protections.base import Work, attempt, unwrap


def refill(key: Key, token: int, work: Work) -> Rules[Value]:
    """Do the work with its sets under the lease; give the lease back if nothing was to be set."""
    sets: list[Set] = []
    answer = yield from attempt(stamped(work(key), key, token, sets))
    if not sets:
        yield Release(key, token, "lease")
    return unwrap(answer)


def stamped(rules: Rules[Value], key: Key, token: int, sets: list[Set]) -> Rules[Value]:
    """The same rules, but their sets of the key need the lease; notes them."""
    move: Any = rules.send
    answer = None
    while True:
        try:
            effect = move(answer)
        except StopIteration as stop:
            return stop.value
        if isinstance(effect, Set) and effect.key == key:
            effect = effect._replace(lease=token) if effect.lease is None else effect
            sets.append(effect)
        try:
            answer, move = (yield effect), rules.send
        except ServiceError as error:
            answer, move = error, rules.throw
