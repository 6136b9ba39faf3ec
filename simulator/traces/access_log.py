"""Web servers' access logs: Common and Combined Log Format. The key is the request's target."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from simulator.traces.columns import DELETE, READ, WRITE, Columns
from simulator.traces.generic_csv import is_text, rows_of
from simulator.traces.rows import Access, Malformed, gather, parsed
from simulator.traces.source import Source

name = "access-log"
title = "Access log (Common or Combined Log Format)"
place = 12
LINE = re.compile(
    rb'\S+ \S+ .*?\[([^\]]{20,32})\] "((?:[^"\\]|\\.)*)" (\d{3}|-) (\d+|-)(?: |$)', re.DOTALL
)
INSTANT = "%d/%b/%Y:%H:%M:%S %z"
METHODS = {b"PUT": WRITE, b"POST": WRITE, b"PATCH": WRITE, b"DELETE": DELETE}
"""All other methods read."""
ABSENT = {b"404", b"410"}
FEW_DIGITS = 15


def fits(head: bytes) -> bool:
    """Do most of the first lines look like it?"""
    lines = [line.encode() for line in rows_of(head)] if is_text(head) else []
    return sum(LINE.match(line.strip()) is not None for line in lines) * 2 > len(lines)


def read(source: Source) -> Iterator[Columns]:
    """The accesses, any status; the size is that of the answer."""
    return gather(parsed(source, line_access))


def line_access(line: bytes) -> Iterator[Access]:
    """The access of one line; raises Malformed."""
    found = LINE.match(line)
    if found is None:
        raise Malformed("not a line of an access log")
    instant, request, status, size = found.groups()
    method, target = parts(request)
    size_b = int(size) if size.isdigit() and len(size) < FEW_DIGITS else 0
    absent = int(status in ABSENT)
    yield Access(target, instant_ns(instant), METHODS.get(method, READ), size_b, absent=absent)


def parts(request: bytes) -> tuple[bytes, bytes]:
    """Method and target of a request line; one that has no such parts is its own target."""
    words = request.split()
    return (words[0], words[1]) if len(words) > 1 else (b"", request)


@lru_cache(maxsize=4096)
def instant_ns(text: bytes) -> int:
    """The instant of a line; raises Malformed."""
    try:
        found = datetime.strptime(text.decode("ascii"), INSTANT)  # noqa: DTZ007 - it has its zone
        return round(found.timestamp()) * 10**9
    except (ValueError, OverflowError):
        raise Malformed("no such date") from None
