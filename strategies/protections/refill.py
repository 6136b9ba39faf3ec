"""Work under a lease: the cache takes what it sets only while the lease is good."""

from typing import Any

from strategies.effects import Key, Release, Rules, ServiceError, Set, Value
from strategies.outage import asked
from strategies.protections.base import Work, attempt, unwrap


def refill(key: Key, token: int, work: Work) -> Rules[Value]:
    """Do the work with its sets under the lease, then give the lease back.

    Only then, so that whoever missed just before the set still finds the lease taken.
    """
    answer = yield from attempt(stamped(work(key), key, token))
    yield from asked(Release(key, token, "lease"))
    return unwrap(answer)


def stamped(rules: Rules[Value], key: Key, token: int) -> Rules[Value]:
    """The same rules, but their sets of the key need the lease."""
    move: Any = rules.send
    answer = None
    while True:
        try:
            effect = move(answer)
        except StopIteration as stop:
            return stop.value
        if isinstance(effect, Set) and effect.key == key and effect.lease is None:
            effect = effect._replace(lease=token)
        try:
            answer, move = (yield effect), rules.send
        except ServiceError as error:
            answer, move = error, rules.throw
