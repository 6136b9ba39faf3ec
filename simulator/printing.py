"""Text tables for a terminal."""

from collections.abc import Sequence

LEFT = 2
"""So many columns, the names and units, begin at their left edge; figures end at their right."""


def print_rows(rows: Sequence[Sequence[str]]) -> None:
    """Rows with their columns under each other."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        first = "  ".join(cell.ljust(w) for cell, w in zip(row[:LEFT], widths, strict=False))
        rest = zip(row[LEFT:], widths[LEFT:], strict=True)
        print(f"{first}  {'  '.join(cell.rjust(w) for cell, w in rest)}")  # noqa: T201


def figure(value: float | None) -> str:
    """A number for a person."""
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else f"{value:.6g}"
