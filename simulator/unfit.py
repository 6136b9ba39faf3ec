"""A complaint about values that are legal each by itself and do not fit together."""

from typing import Any


class Unfit(ValueError):
    """One sentence for a person, and in `nearest` what would fit, by dotted path."""

    def __init__(self, sentence: str, **nearest: Any) -> None:
        """Dots in the paths of `nearest` are written as double underscores."""
        super().__init__(sentence)
        self.nearest = {path.replace("__", "."): value for path, value in nearest.items()}
