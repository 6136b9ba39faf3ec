"""Locks and leases: tokens that lie beside keys in the cache server, the same in both engines."""

from typing import NamedTuple

from simulator.clock import deadline
from strategies.effects import Acquire, Key, Release, Set


class Token(NamedTuple):
    """Whose it is, None if void, and until when; alive up to and including that instant."""

    owner: int | None
    expires_ns: int
    holds_off: bool


class Tokens:
    """All tokens of one cache server. They take up no room and are never evicted."""

    def __init__(self) -> None:
        """None at the start."""
        self.held: dict[tuple[str, Key], Token] = {}

    def keys(self) -> set[Key]:
        """The keys beside which tokens lie."""
        return {key for _, key in self.held}

    def live(self, kind: str, key: Key, now_ns: int) -> Token | None:
        """The token that lies beside the key, void or not."""
        token = self.held.get((kind, key))
        return token if token is not None and now_ns <= token.expires_ns else None

    def owner(self, kind: str, key: Key, now_ns: int) -> int | None:
        """Whose token it is, if it is somebody's."""
        token = self.live(kind, key, now_ns)
        return None if token is None else token.owner

    def acquire(self, effect: Acquire, now_ns: int) -> bool:
        """Lay a token there if none is."""
        if self.live(effect.kind, effect.key, now_ns) is not None:
            return False
        expires_ns = deadline(now_ns, effect.ttl_s)
        self.held[effect.kind, effect.key] = Token(effect.token, expires_ns, effect.holds_off)
        return True

    def release(self, effect: Release, now_ns: int) -> bool:
        """Take the token away if it is the one that is meant."""
        owner = self.owner(effect.kind, effect.key, now_ns)
        if owner is None or effect.token not in {None, owner}:
            return False
        self.drop(effect.kind, effect.key)
        return True

    def refuses(self, effect: Set, now_ns: int) -> bool:
        """Does a set come with a lease that is not, or no longer, the key's?"""
        return effect.lease is not None and effect.lease != self.owner("lease", effect.key, now_ns)

    def drop(self, kind: str, key: Key) -> None:
        """The token goes, or becomes void if it holds others off."""
        token = self.held.pop((kind, key), None)
        if token is not None and token.holds_off:
            self.held[kind, key] = token._replace(owner=None)

    def change(self, key: Key, lease: int | None = None) -> None:
        """The key was set, perhaps under its lease, or deleted: any other lease ends."""
        if lease is None:
            self.drop("lease", key)
