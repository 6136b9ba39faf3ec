"""Common and Combined Log Format."""

from pathlib import Path

from simulator.recording.recording import record
from tests.simulator.traces.files import instants_s, keys, operations, written

COMMON = '10.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /a.gif HTTP/1.0" 200 2326'
COMBINED = COMMON.replace(":36 -0700", ":40 -0700") + ' "http://example.org/" "Mozilla/5.0"'


def test_both_formats_and_time_zones(tmp_path: Path) -> None:
    """21:00 in London is 13:00 on the Pacific coast, in summer: -0700 against +0000."""
    london = COMMON.replace("13:55:36 -0700", "20:55:46 +0000")
    recording = record(written(tmp_path, f"{COMMON}\n{COMBINED}\n{london}\n"))
    assert recording.format == "access-log"
    assert instants_s(recording) == [0, 4, 10]
    assert keys(recording) == [0, 0, 0]


def test_the_target_is_the_key_with_its_query(tmp_path: Path) -> None:
    """Methods tell reads from writes; a line without a request is its own target."""
    rows = [
        COMMON,
        COMMON.replace("/a.gif", "/a.gif?x=1"),
        COMMON.replace("GET", "POST"),
        COMMON.replace("GET", "DELETE"),
        COMMON.replace("GET /a.gif HTTP/1.0", "-"),
    ]
    recording = record(written(tmp_path, "\n".join(rows)))
    assert keys(recording) == [0, 1, 0, 0, 2]
    assert operations(recording) == {"reads": 3, "writes": 1, "deletes": 1}


def test_a_date_that_does_not_exist_is_malformed(tmp_path: Path) -> None:
    """The line is skipped and named."""
    rows = f"{COMMON}\n{COMMON.replace('10/Oct', '31/Feb')}\n{COMMON}\n"
    recording = record(written(tmp_path, rows))
    assert recording.requests == 2
    assert recording.faults.first[0][::2] == (2, "no such date")
