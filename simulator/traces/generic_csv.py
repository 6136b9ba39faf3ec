"""CSV: lines of fields; which column is what is said by the reader, or found by the header."""

import csv
from collections.abc import Iterator

from simulator.traces import delimited, mapping
from simulator.traces.columns import Columns
from simulator.traces.delimited import Layout
from simulator.traces.epoch import time_unit_of
from simulator.traces.errors import TraceError
from simulator.traces.source import HEAD_B, Source, cut

name = "csv"
title = "CSV, columns chosen or found by the header"
place = 90
ENOUGH = 2
FIELD_LIMIT = 20
"""Lines looked at to find out about a file."""


def fits(head: bytes) -> bool:
    """Is there a delimiter that every line has, or a single column with a key's name above it?"""
    lines = rows_of(head) if is_text(head) else []
    alone = bool(lines) and mapping.plain(lines[0]) in mapping.SYNONYMS["key"]
    return alone or delimiter_of(lines) is not None


def is_text(head: bytes) -> bool:
    """Is this no binary file?"""
    return bool(head.strip()) and b"\0" not in head


def rows_of(head: bytes) -> list[str]:
    """The first lines of a text that are not blank; one that the head cuts off is left out."""
    whole = head if len(head) < HEAD_B else cut(head)[0] or head
    lines = whole.decode("utf-8", "replace").splitlines()
    return [line for line in lines if line.strip()][:FIELD_LIMIT]


def delimiter_of(lines: list[str]) -> str | None:
    """The delimiter that the lines agree on best, if there is one."""
    best, most = None, 0
    for delimiter in (",", "\t", ";", "|"):
        counts = [len(split(line, delimiter)) for line in lines]
        least = min(counts, default=0)
        if least >= ENOUGH and least > most:
            best, most = delimiter, least
    return best


def split(line: str, delimiter: str) -> list[str]:
    """The fields of one line."""
    try:
        found = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [each.strip() for each in found]


def read(source: Source) -> Iterator[Columns]:
    """The accesses; raises TraceError where no column holds the key."""
    return delimited.read(source, layout_of(source))


def layout_of(source: Source) -> Layout:
    """How this file's columns lie."""
    chosen = mapping.parse_mapping(source.columns)
    lines = rows_of(source.head())
    delimiter = chosen.delimiter or delimiter_of(lines) or ","
    rows = [split(line.lstrip("#"), delimiter) for line in lines]
    first = rows[0] if rows else []
    headed = has_header(rows) if chosen.header is None else chosen.header
    names = first if headed else []
    places = mapping.resolve(chosen, names, len(first))
    if "key" not in places:
        raise TraceError(no_key(source, names, len(first)))
    samples = [r[places["time"]] for r in rows[headed:] if len(r) > places.get("time", 1 << 30)]
    unit = chosen.unit or time_unit_of(samples[0] if samples else "")
    return Layout(places, delimiter, unit, skip=int(headed))


def columns_in(source: Source) -> list[str]:
    """The names of a file's columns, or their numbers from 1 where it has no header."""
    lines = rows_of(source.head())
    rows = [split(line.lstrip("#"), delimiter_of(lines) or ",") for line in lines]
    first = rows[0] if rows else []
    return first if has_header(rows) else [str(n + 1) for n in range(len(first))]


def has_header(rows: list[list[str]]) -> bool:
    """Is the first line made of names? No number is among them, and one is known, or below it."""
    if not rows or any(is_number(each) for each in rows[0]):
        return False
    known = {each for synonyms in mapping.SYNONYMS.values() for each in synonyms}
    named = any(mapping.plain(each) in known for each in rows[0])
    return named or any(is_number(each) for each in (rows[1] if len(rows) > 1 else []))


def is_number(text: str) -> bool:
    """Does a field hold a number?"""
    return text.replace(".", "", 1).lstrip("+-").isdigit()


def no_key(source: Source, names: list[str], width: int) -> str:
    """The sentence for a file of which nobody knows which column is the key."""
    there = ", ".join(names) if names else f"1 to {width}"
    return (
        f"{source.path.name}: which column holds the key is not known; give columns, as in "
        f"key={names[0] if names else 1}, from {there}"
    )
