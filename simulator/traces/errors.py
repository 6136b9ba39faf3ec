"""What can be wrong with a trace, and how many malformed lines are put up with."""

FIRST = 5
"""So many malformed lines are remembered."""
EXCERPT = 60
MALFORMED_LIMIT = 1000
"""So many are skipped unless told otherwise."""


class TraceError(ValueError):
    """A trace that cannot be read. The text is one sentence for the person who gave it."""


class Faults:
    """Malformed lines: how many, and the first few with number, beginning and reason."""

    def __init__(self, limit: int = MALFORMED_LIMIT) -> None:
        """One more than the limit raises TraceError."""
        self.limit, self.count = limit, 0
        self.first: list[tuple[int, str, str]] = []

    def add(self, number: int, line: bytes, reason: str) -> None:
        """One more line is skipped; `number` counts lines, or records, from 1."""
        self.count += 1
        if len(self.first) < FIRST:
            self.first.append((number, excerpt(line), reason))
        if self.count > self.limit:
            raise TraceError(
                f"the trace may have at most {self.limit:,} malformed lines and has more, "
                f"{self.told()}; check its format and columns, or raise malformed_limit"
            )

    def told(self) -> str:
        """The first malformed line in words."""
        number, text, reason = self.first[0]
        return f"the first is line {number:,}, {text!r} ({reason})"


def excerpt(line: bytes) -> str:
    """The beginning of a line, as readable text."""
    text = line[: EXCERPT + 1].decode("utf-8", "replace")
    text = "".join(each if each.isprintable() else "�" for each in text)
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"
