"""What an eviction policy is told, and what it is asked."""

from strategies.effects import Key


class Eviction:
    """Watches the entries come, be used and go, and names the next to leave.

    Instants are whole numbers that grow: nanoseconds in a simulation, positions in a replay of
    requests without instants.
    """

    def insert(self, key: Key, expires_ns: int, now_ns: int) -> None:
        """A new entry, which expires then (simulator.clock.FOREVER: never)."""

    def touch(self, key: Key, now_ns: int) -> None:
        """An entry was read, or replaced by a set."""

    def expire(self, key: Key, expires_ns: int) -> None:
        """An entry's expiry was changed."""

    def remove(self, key: Key) -> None:
        """An entry is gone."""

    def victim(self, now_ns: int) -> Key | None:
        """The entry that should leave now; None if none may."""
        raise NotImplementedError


class NoEviction(Eviction):
    """Nobody leaves: what does not fit is refused. Redis calls it noeviction."""

    def victim(self, now_ns: int) -> None:
        """None may."""
