"""Lines of fields with a delimiter between them, read in blocks: CSV, Twitter, ARC."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.traces import fields as f
from simulator.traces.columns import Columns
from simulator.traces.operations import code_of
from simulator.traces.source import Source

ROLES = ("key", "time", "op", "size", "ttl", "count")
"""What a column can be. `count` says how often the access happened."""
NANOSECONDS = {"s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}
REASONS = {
    f.SHORT: "too few fields",
    f.NO_NUMBER: "a number was expected",
    f.BLANK + 1: "unknown operation",
}
UNKNOWN_OP = f.BLANK + 1
MOST_REPEATS = 1_000_000
"""A count beyond this is taken for a mistake."""


@dataclass(frozen=True)
class Layout:
    """Where the columns stand: role to place, counted from 0."""

    places: Mapping[str, int]
    delimiter: str = ","
    time_unit: str = "s"
    skip: int = 0
    """Lines before the first row."""
    numeric_key: bool = False
    """Take the key's number itself, not a hash of its text."""
    consecutive: bool = False
    """The repetitions of a row are for consecutive keys, not for the same one."""


@dataclass
class Lines:
    """A piece of text taken apart: spans by line and role, and each line's state."""

    text: NDArray[np.uint8]
    spans: NDArray[np.int64]
    states: NDArray[np.uint8]
    roles: tuple[str, ...]

    def numbers(self, role: str, unit: int, *, empty_is_zero: bool = True) -> NDArray[np.int64]:
        """One field of each line as a whole number."""
        found = np.zeros(len(self.states), dtype=np.int64)
        place = self.roles.index(role)
        f.number_spans(self.text, self.spans, place, self.states, unit, found, empty_is_zero)
        return found

    def hashes(self, role: str) -> NDArray[np.uint64]:
        """The hash of one field of each line."""
        found = np.zeros(len(self.states), dtype=np.uint64)
        with np.errstate(over="ignore"):
            f.hash_spans(self.text, self.spans, self.roles.index(role), self.states, found)
        return found

    def word(self, role: str, line: int) -> bytes:
        """One field of one line."""
        start, end = self.spans[line, 2 * self.roles.index(role) :][:2]
        return self.text[start:end].tobytes()


def read(source: Source, layout: Layout) -> Iterator[Columns]:
    """The accesses in a file of this layout; malformed lines are counted and skipped."""
    for number, whole in source.texts():
        skip = layout.skip if number == 1 else 0
        text = whole.split(b"\n", skip)[-1]
        if text:
            lines = apart(text, layout)
            columns = columns_of(lines, layout)
            times = counts(lines) if "count" in layout.places else None
            report(source, number + skip, text, lines.states)
            good = lines.states == f.GOOD
            kept = columns.kept(good)
            yield from [kept] if times is None else repeated(kept, times[good], layout)


def repeated(columns: Columns, times: NDArray[np.int64], layout: Layout) -> Iterator[Columns]:
    """Each row so many times, in portions that fit into memory whatever the counts are."""
    portions = np.cumsum(times) // MOST_REPEATS
    for portion in np.unique(portions):
        mine = portions == portion
        some, often = columns.kept(mine), times[mine]
        rows = some.repeated(often)
        if layout.consecutive:
            offset = np.arange(len(rows.key)) - np.repeat(np.cumsum(often) - often, often)
            rows = rows._replace(key=rows.key + offset.astype(np.uint64))
        yield rows


def apart(text: bytes, layout: Layout) -> Lines:
    """Split a text that ends with a line end."""
    roles = tuple(layout.places)
    wanted = np.full(max(layout.places.values()) + 1, -1, dtype=np.int64)
    wanted[list(layout.places.values())] = range(len(roles))
    size = text.count(b"\n")
    data = np.frombuffer(text, dtype=np.uint8)
    spans = np.zeros((size, 2 * len(roles)), dtype=np.int64)
    states = np.zeros(size, dtype=np.uint8)
    f.split(data, ord(layout.delimiter), wanted, spans, states)
    return Lines(data, spans, states, roles)


def columns_of(lines: Lines, layout: Layout) -> Columns:
    """The columns of a piece; lines without a needed value are marked on the way."""
    has, unit = layout.places, NANOSECONDS[layout.time_unit]
    key: Any = lines.numbers("key", 1) if layout.numeric_key else lines.hashes("key")
    return Columns(
        key.astype(np.uint64, copy=False),
        lines.numbers("time", unit, empty_is_zero=False) if "time" in has else None,
        operations(lines) if "op" in has else None,
        np.maximum(lines.numbers("size", 1), 0) if "size" in has else None,
        np.maximum(lines.numbers("ttl", 10**9), 0) if "ttl" in has else None,
    )


def counts(lines: Lines) -> NDArray[np.int64]:
    """How often the access of each line happened."""
    times = lines.numbers("count", 1)
    good = lines.states == f.GOOD
    lines.states[good & ((times < 0) | (times > MOST_REPEATS))] = f.NO_NUMBER
    return times


def operations(lines: Lines) -> NDArray[np.uint8]:
    """The code of each line's operation."""
    good = lines.states == f.GOOD
    words, first, which = np.unique(lines.hashes("op"), return_index=True, return_inverse=True)
    codes = np.zeros(len(words), dtype=np.uint8)
    for place, line in enumerate(first.tolist()):
        if words[place]:
            known = code_of(lines.word("op", line))
            codes[place] = UNKNOWN_OP if known is None else known
    found: NDArray[np.uint8] = codes[which]
    lines.states[good & (found == UNKNOWN_OP)] = UNKNOWN_OP
    return found


def report(source: Source, number: int, text: bytes, states: NDArray[np.uint8]) -> None:
    """Count the malformed lines of a piece."""
    bad = np.flatnonzero((states != f.GOOD) & (states != f.BLANK))
    if len(bad):
        lines = text.split(b"\n")
        for place in bad.tolist():
            source.faults.add(number + place, lines[place], REASONS[int(states[place])])
