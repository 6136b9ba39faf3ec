"""JSON lines: an object an access, or a list of keys in each."""

import json
from pathlib import Path

import pytest

from simulator import TraceError
from simulator.recording.recording import record
from tests.simulator.traces.files import instants_s, keys, operations, written


def lines(*rows: object) -> str:
    """Rows as JSON lines."""
    return "\n".join(map(json.dumps, rows))


def test_mooncakes_lists_of_keys(tmp_path: Path) -> None:
    """Each key of a line is an access at the line's instant, which is in milliseconds."""
    rows = lines({"timestamp": 0, "hash_ids": [1, 2]}, {"timestamp": 1500, "hash_ids": [1]})
    recording = record(written(tmp_path, rows))
    assert (recording.format, keys(recording)) == ("json-lines", [0, 1, 0])
    assert instants_s(recording) == [0, 0, 1.5]


def test_plain_objects_with_operations(tmp_path: Path) -> None:
    """A number and its text are the same key."""
    rows = lines(
        {"ts": 1.5, "key": "7", "op": "GET", "size": 10},
        {"ts": 2, "key": 7, "op": "UPDATE", "ttl": 3},
    )
    recording = record(written(tmp_path, rows))
    assert keys(recording) == [0, 0]
    assert instants_s(recording) == [0, 0.5]
    assert operations(recording) == {"reads": 1, "writes": 1}
    assert recording.ttl_ns is not None
    assert recording.ttl_ns.tolist() == [3 * 10**9]


def test_fields_can_be_named(tmp_path: Path) -> None:
    """Where their names tell nothing."""
    rows = lines({"colour": "red", "moment": 5}, {"colour": "blue", "moment": 9})
    path = written(tmp_path, rows)
    assert instants_s(record(path, None, "key=colour,time=moment,unit=ms")) == [0, 0.004]
    with pytest.raises(TraceError, match=r"which field holds the key is not known.*colour, moment"):
        record(path)


def test_malformed_objects_are_counted(tmp_path: Path) -> None:
    """No JSON, no key, no number, a key that is an object."""
    good = [json.dumps({"key": "a", "time": n}) for n in range(3)]
    bad = ["{", '{"time": 1}', '{"key": 1, "time": "noon"}', '{"key": {}, "time": 1}']
    recording = record(written(tmp_path, "\n".join(good + bad)))
    assert (recording.requests, recording.faults.count) == (3, 4)
    assert [reason for _, _, reason in recording.faults.first] == [
        "not a JSON object",
        "no key",
        "time is not a number",
        "a key must be a text or a number",
    ]
