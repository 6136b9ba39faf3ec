"""Recorded traces: the shipped one, and files that are not what they claim."""

import lzma
import struct
from pathlib import Path

import numpy as np
import pytest

from simulator import TraceError
from simulator.traces import TraceKeys, numbered


def trace(folder: Path, *keys: int, name: str = "small.trace") -> str:
    """A file in the cache2k format."""
    path = folder / name
    content = b"".join(struct.pack(">I", key) for key in keys)
    path.write_bytes(lzma.compress(content) if name.endswith("xz") else content)
    return str(path)


def test_the_shipped_trace_is_whole() -> None:
    """95,607 requests for 13,756 keys, numbered by first appearance."""
    keys, distinct = numbered("cache2k_web12", None)
    assert (len(keys), distinct) == (95_607, 13_756)
    assert keys[0] == 0
    assert keys.max() == 13_755
    assert (np.diff(np.maximum.accumulate(keys)) <= 1).all()


@pytest.mark.parametrize("name", ["small.trace", "small.trace.xz"])
def test_keys_are_numbered_by_first_appearance(tmp_path: Path, name: str) -> None:
    """70, 5, 70, 9 become 0, 1, 0, 2, compressed or not."""
    source = TraceKeys(trace(tmp_path, 70, 5, 70, 9, name=name))
    assert source.distinct == 3
    assert source.draw(4).tolist() == [0, 1, 0, 2]


def test_a_trace_begins_again_when_it_ends(tmp_path: Path) -> None:
    """Blocks go on where the last one stopped, round and round."""
    source = TraceKeys(trace(tmp_path, 3, 4, 5))
    found = [source.draw(n).tolist() for n in (2, 2, 0, 5)]
    assert found == [[0, 1], [2, 0], [], [1, 2, 0, 1, 2]]


def broken(folder: Path) -> dict[str, tuple[str, str | None]]:
    """Paths and formats that cannot work, by what is wrong with them."""
    folder.joinpath("text.trace.xz").write_text("not compressed")
    folder.joinpath("cut.trace.xz").write_bytes(lzma.compress(b"abcdefgh" * 100)[:-9])
    folder.joinpath("odd.trace").write_bytes(b"12345")
    folder.joinpath("empty.trace").write_bytes(b"")
    folder.joinpath("notes.txt").write_text("hello")
    names = {
        "is not an xz file": "text.trace.xz",
        "cut.trace.xz is not an xz file": "cut.trace.xz",
        "must hold 32-bit keys, got 5 bytes": "odd.trace",
        "must hold 32-bit keys, got 0 bytes": "empty.trace",
        "its format is not known by its name": "notes.txt",
        "must name a file or a shipped trace": "absent.trace",
    }
    found: dict[str, tuple[str, str | None]] = {
        sentence: (str(folder / name), None) for sentence, name in names.items()
    }
    found["workload.trace.format must be one of cache2k, got 'arc'"] = ("small.trace", "arc")
    found["workload.trace.path must name a file"] = (str(folder), None)
    return found


def test_a_broken_file_is_named_in_one_sentence(tmp_path: Path) -> None:
    """Not compressed, cut off, of odd length, empty, unknown, absent, a folder."""
    for sentence, (path, format_name) in broken(tmp_path).items():
        with pytest.raises(TraceError) as caught:
            numbered(path, format_name)
        assert sentence in str(caught.value)
        assert "\n" not in str(caught.value)
