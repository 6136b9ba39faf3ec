"""ARC's `.lis` traces: start block, number of blocks, ignored, request number; no times."""

from collections.abc import Iterator

from simulator.traces import delimited
from simulator.traces.columns import Columns
from simulator.traces.delimited import Layout
from simulator.traces.generic_csv import is_text, rows_of
from simulator.traces.source import Source

name = "arc"
title = "ARC .lis (FAST 2003)"
place = 50
FIELDS = 4
LAYOUT = Layout({"key": 0, "count": 1}, delimiter=" ", numeric_key=True, consecutive=True)


def fits(head: bytes) -> bool:
    """Do most of the first lines consist of four whole numbers?"""
    lines = rows_of(head) if is_text(head) else []
    return sum(map(is_line, lines)) * 2 > len(lines)


def is_line(line: str) -> bool:
    """Four whole numbers with spaces between them."""
    found = line.split()
    return len(found) == FIELDS and all(each.isascii() and each.isdigit() for each in found)


def read(source: Source) -> Iterator[Columns]:
    """Each block that a request touches, from the first on."""
    return delimited.read(source, LAYOUT)
