"""Twitter's cache traces: timestamp, key, key size, value size, client, operation, TTL."""

from collections.abc import Iterator

from simulator.traces import delimited
from simulator.traces.columns import Columns
from simulator.traces.delimited import Layout
from simulator.traces.generic_csv import is_number, is_text, rows_of, split
from simulator.traces.source import Source

name = "twitter"
title = "Twitter cache-trace (OSDI 2020)"
place = 30
FIELDS = 7
NUMBERS = (0, 2, 3, 4, 6)
OPERATIONS = {
    *("get", "gets", "set", "add", "replace", "cas"),
    *("append", "prepend", "delete", "incr", "decr"),
}
LAYOUT = Layout({"time": 0, "key": 1, "size": 3, "op": 5, "ttl": 6})


def fits(head: bytes) -> bool:
    """Do most of the first lines look like it?"""
    lines = rows_of(head) if is_text(head) else []
    return sum(map(is_line, lines)) * 2 > len(lines)


def is_line(line: str) -> bool:
    """Seven fields, numbers where they belong, and one of the operations."""
    found = split(line, ",")
    return (
        len(found) == FIELDS
        and found[5] in OPERATIONS
        and all(is_number(found[each]) for each in NUMBERS)
    )


def read(source: Source) -> Iterator[Columns]:
    """The accesses; the size is the value's."""
    return delimited.read(source, LAYOUT)
