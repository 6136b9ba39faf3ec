"""What goes wrong in real time, in words that may be shown: without addresses' passwords."""

import re
from collections import Counter

SECRET = re.compile(r"(?<=:)[^:/@\s]+(?=@)")
"""A password in an address: between the colon and the at sign."""
LONGEST = 160


class LiveError(Exception):
    """A live run that cannot be. The text is one sentence for the person who asked for it."""


class Ended(Exception):
    """The run was told to end before its time, and has removed what it had made."""


def told(error: BaseException) -> str:
    """An error's first line, shortened, with every password blotted out."""
    lines = str(error).strip().splitlines()
    text = SECRET.sub("***", lines[0] if lines else type(error).__name__)
    text = text.rstrip(".")
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


class Incidents:
    """Failures of the real parts, counted by part, each with the first words heard of it."""

    def __init__(self) -> None:
        """None so far."""
        self.counts: Counter[str] = Counter()
        self.first: dict[str, str] = {}

    def note(self, part: str, error: BaseException) -> None:
        """The part ("cache" or "database") failed once more."""
        self.counts[part] += 1
        self.first.setdefault(part, told(error))

    def sentences(self) -> list[str]:
        """One sentence a part."""
        return [
            f"the {part} failed {count:,} times, first with: {self.first[part]}"
            for part, count in sorted(self.counts.items())
        ]
