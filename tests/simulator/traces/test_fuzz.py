"""Whatever the bytes, a trace is read or refused with one sentence: never anything else."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import TraceError
from simulator.recording.recording import record
from simulator.traces import formats
from tests.simulator.traces.files import DATA, written

TEXTS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *("key,time,op,size,ttl,count", "1,2,get,3,4,5", "a,-1,set,,,", '"q,""r""",1e9,x'),
                *("1 3 0 1", "9999999999999999999999 1 0 0", "1 1000000 0 0", "0,k,1,1,1,get,0"),
                *('1.000001 [0 h:1] "GET" "a\\x00"', '2.000001 [0 h:1] "SET" "a" "b" "EX" "9"'),
                *("*2", "$3", "DEL", "$1", "a", "#TS:17", "*-1", "$99999999999", "*1000000"),
                *('{"key": 1}', '{"hash_ids": [1, "a", null]}', '{"key": {}, "time": "x"}', "{}"),
                '{"key": 1, "time": 1e400, "size": [1]}',
                'h - - [17/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 200 5',
                'h - - [99/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 200 5',
            ]
        ),
        st.text(max_size=30),
    ),
    max_size=12,
)


def read_or_refused(path: str, format_name: str | None = None, columns: str | None = None) -> None:
    """A result that adds up, or a sentence."""
    try:
        recording = record(path, format_name, columns, malformed_limit=10)
    except TraceError as error:
        refused = str(error)
    else:
        assert 0 < recording.distinct <= recording.requests <= recording.accesses
        assert len(recording.keys.whole()) == recording.requests
        return
    assert "\n" not in refused


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Where the files are written."""
    return tmp_path_factory.mktemp("fuzz")


@given(content=st.binary(max_size=400))
def test_any_bytes(folder: Path, content: bytes) -> None:
    """By their content, whatever it is."""
    read_or_refused(written(folder, content))


@given(content=st.binary(max_size=200), name=st.sampled_from(sorted(formats())))
def test_any_bytes_in_any_format(folder: Path, content: bytes, name: str) -> None:
    """Also where somebody insists on a format."""
    read_or_refused(written(folder, content), name)


@given(lines=TEXTS, ends=st.sampled_from(["\n", "\r\n"]), name=st.sampled_from([*formats(), None]))
def test_lines_of_all_formats_mixed(folder: Path, lines, ends, name) -> None:
    """Lines that nearly fit."""
    read_or_refused(written(folder, ends.join(lines).encode("utf-8", "replace")), name)


@given(columns=st.text(st.sampled_from("key,=time0123aunit sdelimiter"), max_size=25))
def test_any_columns(folder: Path, columns: str) -> None:
    """Whatever is said of a CSV's columns."""
    read_or_refused(written(folder, "a,b\n1,2\n3,4\n"), None, columns)


@given(data=st.data())
def test_damaged_samples(folder: Path, data) -> None:
    """A sample with some bytes changed, cut off somewhere."""
    files = sorted(path for path in DATA.iterdir() if path.suffix != ".md")
    content = bytearray(data.draw(st.sampled_from(files)).read_bytes()[:4000])
    for _ in range(data.draw(st.integers(0, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    read_or_refused(written(folder, bytes(content[: data.draw(st.integers(0, 4000))])))


@given(content=st.binary(max_size=300))
def test_any_bytes_packed(folder: Path, content: bytes) -> None:
    """Within a sound gzip file."""
    read_or_refused(written(folder, gzip.compress(content)))
