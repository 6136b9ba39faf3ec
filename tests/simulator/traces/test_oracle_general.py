"""libCacheSim's binary records, recognised by what they say of the next access."""

from pathlib import Path

import numpy as np

from simulator.recording.recording import record
from simulator.traces.oracle_general import RECORD, fits
from tests.simulator.traces.files import instants_s, keys, written


def content(*rows: tuple[int, int, int, int]) -> bytes:
    """Records of time, key, size and next access."""
    return np.array(list(rows), dtype=RECORD).tobytes()


def test_time_key_and_size(tmp_path: Path) -> None:
    """Three accesses of two keys."""
    rows = content((5, 1 << 40, 100, 3), (6, 7, 20, -1), (9, 1 << 40, 100, -1))
    recording = record(written(tmp_path, rows))
    assert (recording.format, keys(recording)) == ("oracle-general", [0, 1, 0])
    assert instants_s(recording) == [0, 1, 4]
    assert recording.size_b is not None
    assert recording.size_b.tolist() == [100, 20]


def test_a_time_that_goes_back_or_a_next_access_in_the_past_is_another_format() -> None:
    """Nothing else marks the format."""
    assert fits(content((5, 1, 1, -1), (6, 2, 1, 9)))
    assert not fits(content((5, 1, 1, -1), (4, 2, 1, 9)))
    assert not fits(content((5, 1, 1, -1), (6, 2, 1, 1)))
