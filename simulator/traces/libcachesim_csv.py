"""libCacheSim's CSV: a header with `obj_id` or `lbn`, or columns given in libCacheSim's words."""

from collections.abc import Iterator

from simulator.traces import delimited
from simulator.traces.columns import Columns
from simulator.traces.generic_csv import delimiter_of, is_text, layout_of, rows_of, split
from simulator.traces.mapping import plain
from simulator.traces.source import Source

name = "libcachesim-csv"
title = "libCacheSim CSV (time, obj_id, size; or CloudPhysics: time, op, size, lbn)"
place = 40
OWN = {"obj_id", "lbn"}


def fits(head: bytes) -> bool:
    """Does the header have one of its names for the key?"""
    lines = rows_of(head) if is_text(head) else []
    names = split(lines[0].lstrip("#"), delimiter_of(lines) or ",") if lines else []
    return bool(OWN & {plain(each) for each in names})


def read(source: Source) -> Iterator[Columns]:
    """The accesses."""
    return delimited.read(source, layout_of(source))
