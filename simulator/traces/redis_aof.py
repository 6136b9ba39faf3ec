"""Redis's append-only file: commands in RESP, with `#TS:` annotations if it has them."""

import re
from collections.abc import Iterator
from typing import IO

from simulator.traces.columns import Columns
from simulator.traces.errors import TraceError
from simulator.traces.redis_commands import accesses
from simulator.traces.rows import Access, gather
from simulator.traces.source import Source

name = "redis-aof"
title = "Redis append-only file"
place = 11
START = re.compile(rb"(#TS:\d+\r\n)?\*\d{1,7}\r\n\$\d+\r\n")
SNAPSHOT = b"REDIS0"
LONGEST_B = 1 << 29
"""The largest string that Redis takes."""
MOST_WORDS = 1 << 20
LINE_B = 64
PROGRESS = 4096
"""Commands between two reports of progress."""
FEW_DIGITS = 10


def fits(head: bytes) -> bool:
    """Does it begin with a command, or with the snapshot that some files have before them?"""
    return START.match(head) is not None or head.startswith(SNAPSHOT)


def read(source: Source) -> Iterator[Columns]:
    """The accesses: writes only. Without annotations all happen at instant 0."""
    if source.head().startswith(SNAPSHOT):
        raise TraceError(
            f"{source.path.name} begins with a snapshot (RDB), which has no accesses; take the "
            "incremental file (.incr.aof) beside it"
        )
    return gather(found(source), timed=b"#TS:" in source.head())


def found(source: Source) -> Iterator[Access]:
    """The accesses of every command; the file may end within one, as after a crash."""
    at_ns = 0
    with source.opened() as stream:
        for number, words in enumerate(commands(source, stream), 1):
            if len(words) == 1 and words[0].startswith(b"#"):
                at_ns = instant(words[0], at_ns)
            else:
                yield from accesses(words, at_ns)
            if number % PROGRESS == 0:
                source.on_progress(source.share())


def instant(annotation: bytes, before_ns: int) -> int:
    """The instant that an annotation tells; others change nothing."""
    digits = annotation.removeprefix(b"#TS:").strip()
    return int(digits) * 10**9 if digits.isdigit() and len(digits) <= FEW_DIGITS else before_ns


def commands(source: Source, stream: IO[bytes]) -> Iterator[list[bytes]]:
    """The words of every command; an annotation as a single word."""
    number, line = 1, stream.readline(LINE_B)
    while line:
        words = [line] if line.startswith(b"#") else command(stream, line)
        if words is None:
            source.faults.add(number, line, "not a whole command in RESP")
            line = next_command(stream)
        else:
            yield words
            line = stream.readline(LINE_B)
        number += 1


def next_command(stream: IO[bytes]) -> bytes:
    """The next line that a command could begin with, empty at the end."""
    while line := stream.readline(LINE_B):
        if line.startswith(b"*"):
            break
    return line


def command(stream: IO[bytes], line: bytes) -> list[bytes] | None:
    """One command's words; None if it is broken."""
    count = length(line, b"*", MOST_WORDS)
    if count is None:
        return None
    words = []
    for _ in range(count):
        size_b = length(stream.readline(LINE_B), b"$", LONGEST_B)
        word = None if size_b is None else stream.read(size_b)
        if word is None or len(word) != size_b or stream.read(2) != b"\r\n":
            return None
        words.append(word)
    return words


def length(line: bytes, mark: bytes, most: int) -> int | None:
    """The number after a mark; None if it is none."""
    digits = line[1:].strip()
    if line[:1] != mark or not digits.isdigit() or len(digits) > FEW_DIGITS or int(digits) > most:
        return None
    return int(digits)
