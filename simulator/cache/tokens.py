"""Locks and leases: tokens that lie beside keys in the cache server, the same in both engines."""

from typing import NamedTuple

from simulator.clock import deadline
from strategies.effects import Acquire, Key, Release, Set


class Token(NamedTuple):
    """Whose it is, and until when; alive up to and including that instant."""

    owner: int
    expires_ns: int


class Tokens:
    """All tokens of one cache server. They take up no room and are never evicted."""

    def __init__(self) -> None:
        """None at the start."""
        self.held: dict[tuple[str, Key], Token] = {}

    def owner(self, kind: str, key: Key, now_ns: int) -> int | None:
        """Whose live token lies beside the key."""
        token = self.held.get((kind, key))
        return token.owner if token is not None and now_ns <= token.expires_ns else None

    def acquire(self, effect: Acquire, now_ns: int) -> bool:
        """Lay a token there if none is."""
        if self.owner(effect.kind, effect.key, now_ns) is not None:
            return False
        token = Token(effect.token, deadline(now_ns, effect.ttl_s))
        self.held[effect.kind, effect.key] = token
        return True

    def release(self, effect: Release, now_ns: int) -> bool:
        """Take the token away if it is the one that is meant."""
        owner = self.owner(effect.kind, effect.key, now_ns)
        if owner is None or effect.token not in {None, owner}:
            return False
        del self.held[effect.kind, effect.key]
        return True

    def refuses(self, effect: Set, now_ns: int) -> bool:
        """Does a set come with a lease that is not, or no longer, the key's?"""
        return effect.lease is not None and effect.lease != self.owner("lease", effect.key, now_ns)

    def void(self, key: Key) -> None:
        """The key was set or deleted: its lease ends."""
        self.held.pop(("lease", key), None)
