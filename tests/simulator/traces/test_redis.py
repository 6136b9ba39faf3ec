"""Redis's own records: MONITOR and the append-only file."""

from pathlib import Path

import pytest

from simulator.recording.recording import record
from simulator.traces.columns import DELETE, READ, SET, WRITE
from simulator.traces.redis_commands import accesses
from simulator.traces.redis_monitor import unquoted
from simulator.traces.rows import Access
from tests.simulator.traces.files import instants_s, keys, operations, written

NOW_NS = 1_700_000_000 * 10**9


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ("GET a", [Access(b"a", NOW_NS)]),
        ("get a", [Access(b"a", NOW_NS)]),
        ("MGET a b", [Access(b"a", NOW_NS), Access(b"b", NOW_NS)]),
        ("SET a 12345", [Access(b"a", NOW_NS, SET, 5)]),
        ("SET a 12 EX 60 NX", [Access(b"a", NOW_NS, SET, 2, 60 * 10**9)]),
        ("SET a 12 PX 1500", [Access(b"a", NOW_NS, SET, 2, 1500 * 10**6)]),
        ("SET a 12 PXAT 1700000002500", [Access(b"a", NOW_NS, SET, 2, 2500 * 10**6)]),
        ("SETEX a 60 12", [Access(b"a", NOW_NS, SET, 2, 60 * 10**9)]),
        ("MSET a 1 b 22", [Access(b"a", NOW_NS, SET, 1), Access(b"b", NOW_NS, SET, 2)]),
        ("INCR a", [Access(b"a", NOW_NS, WRITE)]),
        ("DEL a b", [Access(b"a", NOW_NS, DELETE), Access(b"b", NOW_NS, DELETE)]),
        ("HGET a f", [Access(b"a", NOW_NS, READ)]),
        ("SELECT 0", []),
        ("GET", []),
        ("FLY a", []),
    ],
)
def test_commands_and_their_keys(command: str, found: list[Access]) -> None:
    """Size and TTL where a command tells them; commands without keys pass."""
    assert list(accesses([word.encode() for word in command.split()], NOW_NS)) == found


def test_words_of_monitor_are_unquoted() -> None:
    """Quotes, backslashes, control characters and bytes."""
    assert unquoted(rb"a\"b\\c\n\x00\xff") == b'a"b\\c\n\x00\xff'


def test_monitor_lines(tmp_path: Path) -> None:
    """Microseconds count; a line of another kind is counted as malformed."""
    lines = [
        "OK",
        '1.000001 [0 127.0.0.1:50] "GET" "a key"',
        '1.500001 [0 unix:/tmp/s] "SET" "a key" "v"',
        "Error: server closed",
        '2.000001 [3 lua] "DEL" "a key" "b"',
    ]
    recording = record(written(tmp_path, "\n".join(lines)))
    assert keys(recording) == [0, 0, 1]
    assert instants_s(recording) == [0, 1, 1]
    assert operations(recording) == {"reads": 1, "deletes": 2, "fills": 1}
    assert recording.faults.first == [(4, "Error: server closed", "not a line of MONITOR")]


def resp(*words: str) -> str:
    """A command as Redis writes it."""
    return f"*{len(words)}\r\n" + "".join(f"${len(word)}\r\n{word}\r\n" for word in words)


def test_the_append_only_file_with_annotations(tmp_path: Path) -> None:
    """Instants come from the annotations; a command cut off at the end is counted, not fatal."""
    content = "#TS:100\r\n" + resp("SELECT", "0") + resp("SET", "a", "1\r\n2")
    content += "#TS:160\r\n" + resp("DEL", "a") + resp("SET", "b", "1")[:-4]
    recording = record(written(tmp_path, content))
    assert keys(recording) == [0, 0]
    assert instants_s(recording) == [0, 60]
    assert operations(recording) == {"writes": 1, "deletes": 1}
    assert recording.faults.count == 1


def test_without_annotations_there_are_no_instants(tmp_path: Path) -> None:
    """Only an order."""
    assert record(written(tmp_path, resp("SET", "a", "1"))).at_ns is None
