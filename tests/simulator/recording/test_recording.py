"""A recording keeps what the trace tells: order, instants, operations, sizes, TTLs."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from simulator import TraceError
from simulator.recording import spool
from simulator.recording.recording import record
from simulator.recording.spool import Spool
from tests.simulator.traces.files import instants_s, keys, operations, written

LINES = "7.5,a,get,10,0\n7,b,put,20,0\n9,a,set,30,60\n8,a,delete,0,0\n"


def csv(folder: Path) -> str:
    """Four accesses, one of them out of order."""
    return written(folder, "time,key,op,size,ttl\n" + LINES)


def test_columns_in_file_order(tmp_path: Path) -> None:
    """The set right after the read of its key is a fill, and left out; its size and TTL count."""
    recording = record(csv(tmp_path))
    assert keys(recording) == [0, 1, 0]
    assert instants_s(recording) == [0, -0.5, 0.5]
    assert operations(recording) == {"reads": 1, "writes": 1, "deletes": 1, "fills": 1}
    assert recording.size_b is not None
    assert recording.size_b.tolist() == [30, 20]
    assert recording.ttl_ns is not None
    assert recording.ttl_ns.tolist() == [60 * 10**9, 0]
    assert (recording.span_ns, recording.steps_back) == (10**9, 1)


def test_by_time_equal_instants_stay_in_file_order(tmp_path: Path) -> None:
    """1, 0, 1, 0 becomes 0, 0, 1, 1."""
    path = written(tmp_path, "time,key\n1,a\n0,b\n1,c\n0,d\n")
    parts = list(record(path).parts_by_time(3))
    assert np.concatenate([part.key for part in parts]).tolist() == [1, 3, 0, 2]


def test_a_sample_keeps_all_requests_of_a_key_or_none(tmp_path: Path) -> None:
    """A hundred keys three times: whatever is kept is there three times."""
    path = written(tmp_path, "key\n" + "".join(f"k{n}\n" for n in range(100)) * 3)
    whole, part = record(path), record(path, rate=0.3)
    assert (whole.accesses, part.accesses) == (300, 300)
    assert 0 < part.distinct < 100
    assert np.bincount(part.keys.whole()).tolist() == [3] * part.distinct


def test_a_sample_without_keys_is_refused(tmp_path: Path) -> None:
    """One key, one chance in a million."""
    with pytest.raises(TraceError, match="the sample must hold a key"):
        record(written(tmp_path, "key\na\n"), rate=1e-6)


def test_progress_tells_the_share_that_is_read(tmp_path: Path) -> None:
    """Up to the whole of it."""
    shares: list[float] = []
    record(csv(tmp_path), on_progress=shares.append)
    assert shares[-1] == 1


def test_whoever_listens_can_stop_the_reading(tmp_path: Path) -> None:
    """An exception goes through as it is."""

    def stop(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        record(csv(tmp_path), on_progress=stop)


def test_a_spool_on_disk_is_the_same_as_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks, parts and the whole."""
    monkeypatch.setattr(spool, "IN_MEMORY_B", 10)
    column = Spool(np.int32)
    for start in range(0, 100, 10):
        column.add(np.arange(start, start + 10))
    assert column.whole().tolist() == list(range(100))
    assert column.part(95, 10).tolist() == [95, 96, 97, 98, 99]
    assert [len(block) for block in column.blocks(30)] == [30, 30, 30, 10]


def test_reading_takes_memory_for_keys_and_not_for_requests(tmp_path: Path) -> None:
    """40 MB with a thousand keys need less than 20 MB besides what the columns spool."""
    lines = "".join(f"{n},key{n % 1000},23,99,1,get,0\n" for n in range(50_000))
    path = written(tmp_path, lines * 28)
    record(written(tmp_path, lines, "warm"))
    tracemalloc.start()
    recording = record(path)
    peak_b = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    spooled_b = recording.requests * (4 + 8 + 1)
    assert Path(path).stat().st_size > 35e6
    assert peak_b - spooled_b < 20e6


def test_a_trace_that_is_too_long_is_refused(tmp_path: Path) -> None:
    """By requests, or by different keys."""
    path = written(tmp_path, "key\na\nb\nc\na\n")
    with pytest.raises(TraceError, match="at most 3 requests here"):
        record(path, most_requests=3)
    with pytest.raises(TraceError, match="at most 2 different keys here"):
        record(path, most_requests=4, most_keys=2)
