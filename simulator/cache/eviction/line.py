"""A line of entries that can be left from anywhere and walked from anywhere."""

from strategies.effects import Key


class Line:
    """From the oldest to the newest; None stands for the ends."""

    def __init__(self) -> None:
        """Nobody."""
        self.before: dict[Key | None, Key | None] = {None: None}
        self.after: dict[Key | None, Key | None] = {None: None}

    def append(self, key: Key) -> None:
        """Stand last."""
        last = self.before[None]
        self.after[last], self.before[key] = key, last
        self.after[key], self.before[None] = None, key

    def unlink(self, key: Key) -> None:
        """Leave the line; the neighbours close up."""
        before, after = self.before.pop(key), self.after.pop(key)
        self.after[before], self.before[after] = after, before
