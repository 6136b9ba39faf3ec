"""What `redis-cli MONITOR` prints: time, database and client, and the quoted words of a command."""

import re
from collections.abc import Iterator

from simulator.traces.columns import Columns
from simulator.traces.generic_csv import is_text, rows_of
from simulator.traces.redis_commands import accesses
from simulator.traces.rows import Access, Malformed, gather, parsed
from simulator.traces.source import Source

name = "redis-monitor"
title = "Redis MONITOR"
place = 10
LINE = re.compile(rb'(\d{1,10})\.(\d{6}) \[\d+ [^\]]*\] ((?:"(?:[^"\\]|\\.)*" ?)+)$')
WORD = re.compile(rb'"((?:[^"\\]|\\.)*)"')
ESCAPE = re.compile(rb"\\(x[0-9a-fA-F]{2}|.)", re.DOTALL)
CONTROL = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"a": b"\a", b"b": b"\b"}
ACKNOWLEDGED = b"OK"


def fits(head: bytes) -> bool:
    """Do most of the first lines look like it?"""
    lines = [line.encode() for line in rows_of(head)] if is_text(head) else []
    return sum(LINE.match(line.strip()) is not None for line in lines) * 2 > len(lines)


def read(source: Source) -> Iterator[Columns]:
    """The accesses of all databases; commands without keys pass."""
    return gather(parsed(source, line_accesses))


def line_accesses(line: bytes) -> Iterator[Access]:
    """The accesses of one line; raises Malformed."""
    if line == ACKNOWLEDGED:
        return iter(())
    found = LINE.match(line)
    if found is None:
        raise Malformed("not a line of MONITOR")
    at_ns = int(found[1]) * 10**9 + int(found[2]) * 10**3
    return accesses([unquoted(word) for word in WORD.findall(found[3])], at_ns)


def unquoted(word: bytes) -> bytes:
    """A word as the client sent it."""
    return ESCAPE.sub(plain, word) if b"\\" in word else word


def plain(escape: re.Match[bytes]) -> bytes:
    """What an escape stands for."""
    code = escape[1]
    if code[:1] == b"x" and len(code) > 1:
        return bytes([int(code[1:], 16)])
    return CONTROL.get(code, code)
