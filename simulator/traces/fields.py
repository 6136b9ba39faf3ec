"""The compiled part of reading text: finds fields, hashes keys, reads numbers, line by line."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.fast.jit import compiled

Text = NDArray[np.uint8]
Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

NEWLINE, RETURN, QUOTE, SPACE, TAB = 10, 13, 34, 32, 9
GOOD, SHORT, NO_NUMBER = range(3)
"""What became of a line: all fields are there, some are missing, one is not a number."""
BLANK = 3
OFFSET, PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
"""The constants of the 64-bit FNV-1a hash."""
LARGEST = (2**63 - 1) // 10 - 10**10
"""A number beyond this cannot take another digit."""
TEN = 10
ZERO, POINT, PLUS, MINUS = 48, 46, 43, 45


@compiled
def end_of_field(text: Text, place: int, end: int, delimiter: int) -> int:
    """Where the field that begins here ends, its closing quote included."""
    if text[place] == QUOTE and delimiter != SPACE:
        place += 1
        while place < end:
            if text[place] == QUOTE:
                place += 1
                if place >= end or text[place] != QUOTE:
                    break
            place += 1
    while place < end and text[place] != delimiter:
        if delimiter == SPACE and text[place] == TAB:
            break
        place += 1
    return place


@compiled
def note_span(spans: Ints, line: int, role: int, text: Text, start: int, end: int) -> None:  # noqa: PLR0917
    """Remember where a field stands, without spaces and quotes round it."""
    while start < end and text[start] == SPACE:
        start += 1
    while end > start and (text[end - 1] == SPACE or text[end - 1] == RETURN):
        end -= 1
    if end - start > 1 and text[start] == QUOTE and text[end - 1] == QUOTE:
        start, end = start + 1, end - 1
    spans[line, 2 * role], spans[line, 2 * role + 1] = start, end


@compiled
def split_line(  # noqa: PLR0917 - the tables, and which line
    text: Text, start: int, end: int, delimiter: int, roles: Ints, spans: Ints, line: int
) -> int:
    """Find a line's fields; answers how many there are, up to the last that is wanted."""
    place, field = start, 0
    while field < len(roles) and place <= end:
        if delimiter == SPACE:
            while place < end and (text[place] == SPACE or text[place] == TAB):
                place += 1
            if place == end:
                break
        stop = end_of_field(text, place, end, delimiter) if place < end else end
        if roles[field] >= 0:
            note_span(spans, line, roles[field], text, place, stop)
        field, place = field + 1, stop + 1
    return field


@compiled
def split(text: Text, delimiter: int, roles: Ints, spans: Ints, states: Text) -> int:
    """Find the wanted fields of each line; answers how many lines there are.

    `roles` has the role of each field up to the last wanted one, -1 for none. Each line gets its
    spans (start and end by role) and its state. The text must end with a line end.
    """
    line = place = 0
    while place < len(text):
        start = place
        while text[place] != NEWLINE:
            place += 1
        end = place
        while end > start and (text[end - 1] == RETURN or text[end - 1] == SPACE):
            end -= 1
        if end == start:
            states[line] = BLANK
        else:
            found = split_line(text, start, end, delimiter, roles, spans, line)
            states[line] = GOOD if found == len(roles) else SHORT
        line, place = line + 1, place + 1
    return line


@compiled
def hash_bytes(text: Text, start: int, end: int) -> np.uint64:
    """64-bit FNV-1a with a final mix, so that near keys lie far apart."""
    value = OFFSET
    for place in range(start, end):
        value = (value ^ np.uint64(text[place])) * PRIME
    value = (value ^ (value >> np.uint64(32))) * PRIME
    return value ^ (value >> np.uint64(29))


@compiled
def hash_spans(text: Text, spans: Ints, role: int, states: Text, found: Hashes) -> None:
    """The hash of one field of each line; an empty one is missing."""
    for line in range(len(found)):
        if states[line] == GOOD:
            start, end = spans[line, 2 * role], spans[line, 2 * role + 1]
            if start == end:
                states[line] = SHORT
            else:
                found[line] = hash_bytes(text, start, end)


@compiled
def read_number(text: Text, start: int, end: int, unit: int) -> tuple[bool, int]:
    """A decimal number times a unit, as a whole number; False if it is none.

    The unit is a power of ten; what is left of the number after it is cut off.
    """
    sign = -1 if end > start and text[start] == MINUS else 1
    if end > start and (text[start] == MINUS or text[start] == PLUS):
        start += 1
    value, digits, after, scale = 0, 0, False, unit
    for place in range(start, end):
        if text[place] == POINT and not after:
            after = True
            continue
        digit = int(text[place]) - ZERO
        if digit < 0 or digit >= TEN:
            return False, 0
        digits += 1
        if after:
            scale //= TEN
            value += digit * scale
        elif value > LARGEST:
            return False, 0
        else:
            value = value * TEN + digit * unit
    return digits > 0, sign * value


@compiled
def number_spans(  # noqa: PLR0917 - the tables, which field, and its unit
    text: Text, spans: Ints, role: int, states: Text, unit: int, found: Ints, empty_is_zero: bool
) -> None:
    """The number in one field of each line."""
    for line in range(len(found)):
        if states[line] == GOOD:
            start, end = spans[line, 2 * role], spans[line, 2 * role + 1]
            if start == end and empty_is_zero:
                found[line] = 0
                continue
            known, found[line] = read_number(text, start, end, unit)
            if not known:
                states[line] = NO_NUMBER


@compiled
def hash_rows(text: Text, ends: Ints, found: Hashes) -> None:
    """The hashes of texts that lie one after another."""
    start = 0
    for row in range(len(ends)):
        found[row] = hash_bytes(text, start, ends[row])
        start = ends[row]


def hashes(texts: Sequence[bytes]) -> Hashes:
    """The hash of each text."""
    joined = np.frombuffer(b"".join(texts), dtype=np.uint8)
    found = np.empty(len(texts), dtype=np.uint64)
    hash_rows(joined, np.cumsum([len(text) for text in texts], dtype=np.int64), found)
    return found
