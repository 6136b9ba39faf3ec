"""How much fits into the cache: so many entries, so many bytes, or both."""

from typing import Any

from strategies.effects import Key


class Room:
    """The limits, and how much of them is taken. Each key's entry has a size of its own."""

    def __init__(
        self, entries: int | None = None, capacity_bytes: int | None = None, sizes: Any = None
    ) -> None:
        """None is no limit; `sizes` gives an entry's bytes by its key, overhead included."""
        self.capacity_entries, self.capacity_bytes, self.sizes = entries, capacity_bytes, sizes
        self.entries = self.bytes = 0

    @property
    def limited(self) -> bool:
        """Can it ever be full?"""
        return self.capacity_entries is not None or self.capacity_bytes is not None

    def size(self, key: Key) -> int:
        """The bytes of a key's entry; 0 where bytes do not matter."""
        return 0 if self.capacity_bytes is None else int(self.sizes[key])

    def never(self, key: Key) -> bool:
        """Is the entry larger than the whole cache?"""
        return self.capacity_bytes is not None and self.size(key) > self.capacity_bytes

    def lacks(self, key: Key) -> bool:
        """Is there no room for one more entry, that key's?"""
        if self.capacity_entries is not None and self.entries >= self.capacity_entries:
            return True
        return self.capacity_bytes is not None and self.bytes + self.size(key) > self.capacity_bytes

    def take(self, key: Key) -> None:
        """A new entry takes its room."""
        self.entries += 1
        self.bytes += self.size(key)

    def give(self, key: Key) -> None:
        """An entry's room is free again."""
        self.entries -= 1
        self.bytes -= self.size(key)
