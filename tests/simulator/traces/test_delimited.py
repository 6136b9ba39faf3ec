"""Fields, numbers and columns of delimited lines: CSV, libCacheSim, Twitter, ARC."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import TraceError
from simulator.recording.recording import record
from simulator.traces import fields as f
from simulator.traces.delimited import Layout, apart
from simulator.traces.mapping import parse_mapping
from tests.simulator.traces.files import instants_s, keys, operations, written


def words(text: str, delimiter: str = ",") -> list[bytes | None]:
    """The second field of each line; None where the line has none."""
    lines = apart(text.encode(), Layout({"key": 1}, delimiter))
    states = lines.states.tolist()
    return [lines.word("key", n) if state == f.GOOD else None for n, state in enumerate(states)]


def test_fields_with_quotes_spaces_and_line_ends() -> None:
    """Quotes keep delimiters together; spaces round a field and carriage returns are not in it."""
    assert words('a,b,c\na, b \r\n"x,y","p,q",r\na,"",c\na\n\n') == [
        *(b"b", b"b", b"p,q", b""),
        *(None, None),
    ]


def test_runs_of_spaces_are_one_delimiter() -> None:
    """As in ARC's files."""
    assert words("1 2 3\n 1\t 22  3\n1\n", " ") == [b"2", b"22", None]


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("12", 1, 12),
        ("1.5", 1000, 1500),
        ("-0.25", 100, -25),
        ("+7", 1, 7),
        ("1795378438.037855", 10**9, 1795378438037855000),
        ("1.23456789019", 10**9, 1234567890),
        (".5", 10, 5),
        ("5.", 1, 5),
    ],
)
def test_decimal_numbers_become_whole_units_exactly(text: str, unit: int, value: int) -> None:
    """No detour by floating point; what is below a unit is cut off."""
    raw = np.frombuffer(text.encode(), dtype=np.uint8)
    assert f.read_number(raw, 0, len(raw), unit) == (True, value)


@pytest.mark.parametrize("text", ["", "-", ".", "1e3", "0x1", "1.2.3", "9" * 40, "1 2"])
def test_what_is_no_number_is_refused(text: str) -> None:
    """Also one too large for a column."""
    raw = np.frombuffer(text.encode(), dtype=np.uint8)
    assert not f.read_number(raw, 0, len(raw), 10**9)[0]


@given(st.lists(st.binary(max_size=20), max_size=30))
def test_equal_texts_have_equal_hashes_and_others_do_not(texts: list[bytes]) -> None:
    """A chance meeting of two 64-bit hashes is not to be expected here."""
    assert len(set(f.hashes(texts).tolist())) == len(set(texts))


def test_columns_by_name_by_number_and_by_libcachesims_words(tmp_path: Path) -> None:
    """Three ways to say the same."""
    path = written(tmp_path, "when;what;who\n1000;get;x\n3000;put;y\n")
    for columns in (
        "key=who,time=when,op=what,unit=ms",
        "key=3,time=1,op=2,unit=ms",
        "obj-id-col=3,time-col=1,op-col=2,unit=ms,has-header=true,delimiter=semicolon",
    ):
        recording = record(path, "csv", columns)
        assert keys(recording) == [0, 1]
        assert instants_s(recording) == [0, 2]
        assert operations(recording) == {"reads": 1, "writes": 1}


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ("key", "columns must read ROLE=COLUMN"),
        ("colour=1", "columns must read ROLE=COLUMN"),
        ("key=1,unit=weeks", "unit must be one of s, ms, us, ns, got 'weeks'"),
        ("key=1,delimiter=x", "delimiter must be one of"),
        ("key=1,header=maybe", "header must be one of yes, no"),
        ("key=9", "key must be one of a, b, got '9'"),
        ("key=z", "key must be one of a, b, got 'z'"),
    ],
)
def test_columns_that_do_not_fit_are_named(tmp_path: Path, columns: str, told: str) -> None:
    """With what would fit."""
    with pytest.raises(TraceError) as caught:
        record(written(tmp_path, "a,b\n1,2\n"), "csv", columns)
    assert told in str(caught.value)


def test_a_comma_can_be_said_to_be_the_delimiter() -> None:
    """As libCacheSim writes it."""
    assert parse_mapping("key=1,delimiter=,").delimiter == ","


def test_the_unit_of_a_time_is_told_by_its_size(tmp_path: Path) -> None:
    """Milliseconds, microseconds and nanoseconds since 1970."""
    for unit in (1000, 10**6, 10**9):
        rows = f"time,key\n{1_700_000_000 * unit},a\n{1_700_000_005 * unit},b\n"
        assert instants_s(record(written(tmp_path, rows))) == [0, 5]


def test_arc_asks_for_consecutive_blocks(tmp_path: Path) -> None:
    """From 7 on three blocks, then 8 again."""
    recording = record(written(tmp_path, "7 3 0 0\n8 1 0 1\n"))
    assert (recording.format, keys(recording)) == ("arc", [0, 1, 2, 1])


def test_libcachesims_own_headers(tmp_path: Path) -> None:
    """SCSI's codes: 28 reads, 2a writes."""
    path = written(tmp_path, "version,time,op,size,lbn\n1,100,2a,512,9\n1,160,28,512,9\n")
    recording = record(path)
    assert recording.format == "libcachesim-csv"
    assert operations(recording) == {"reads": 1, "writes": 1}
    assert instants_s(recording) == [0, 60]


def test_a_count_of_zero_is_no_access(tmp_path: Path) -> None:
    """And two are two."""
    path = written(tmp_path, "key,count\na,2\nb,0\nc,1\n")
    assert record(path).requests == 3
