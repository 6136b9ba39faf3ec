"""Recorded traces: the shipped one, the samples, and files that are not what they claim."""

import gzip
import lzma
import struct
from pathlib import Path

import numpy as np
import pytest
from backports import zstd

from simulator import TraceError
from simulator.recording.recording import record
from tests.simulator.traces.files import DATA, keys, operations, sample, written

READS = {"reads": 1000}
SAMPLES = {
    "arc_oltp_2k.lis.zst": ("arc", 2000, {}),
    "cache2k_orm_busy_10k.trace.xz": ("cache2k", 10_000, {}),
    "elastic_apache_1k.log.gz": ("access-log", 1000, READS),
    "mooncake_100.jsonl.gz": ("json-lines", 3034, {}),
    "meta_kv_traces_1.csv": ("csv", 691, {"reads": 678, "writes": 10, "deletes": 3}),
    "meta_block_traces_1.csv.gz": ("csv", 1023, {"reads": 623, "writes": 400}),
    "nasa_19950701.tsv.gz": ("csv", 9999, {"reads": 9998, "writes": 1}),
    "redis_apache.monitor.log.gz": ("redis-monitor", 2000, {"reads": 2000, "fills": 622}),
    "redis_apache.incr.aof.gz": ("redis-aof", 622, {"writes": 622}),
    "redis_meta_kv_1.incr.aof": ("redis-aof", 48, {"writes": 48}),
    "twitter_sample_lines.csv": (
        "twitter",
        10,
        {"reads": 7, "writes": 2, "deletes": 1, "fills": 1},
    ),
}
"""Format, requests and operations as their sources, or a count of their lines, tell."""


def test_the_shipped_trace_is_whole() -> None:
    """95,607 requests for 13,756 keys, numbered by first appearance."""
    recording = record("cache2k_web12")
    found = np.array(keys(recording))
    assert (recording.requests, recording.distinct) == (95_607, 13_756)
    assert found[0] == 0
    assert found.max() == 13_755
    assert (np.diff(np.maximum.accumulate(found)) <= 1).all()


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_recognised_and_whole(name: str) -> None:
    """By its content, with nothing malformed."""
    recording = sample(name)
    assert (recording.format, recording.requests, operations(recording)) == SAMPLES[name]
    assert recording.faults.count == 0


def test_every_sample_is_in_the_list() -> None:
    """None lies about unread."""
    files = {path.name for path in DATA.iterdir()} - {"LICENSES.md"}
    assert files == SAMPLES.keys() | {"redis_meta_kv_1.monitor.log.gz"}


def test_meta_as_a_cache_saw_it_equals_meta_as_redis_saw_it() -> None:
    """The sample was replayed against Redis: its reads, writes and deletes are in MONITOR.

    Redis got 38 sets more, each right after a read of the same key: these are fills.
    """
    monitored = sample("redis_meta_kv_1.monitor.log.gz")
    original = sample("meta_kv_traces_1.csv")
    assert operations(monitored) == operations(original) | {"fills": 38}
    assert keys(monitored) == keys(original)


PACKERS = {"plain": bytes, "gzip": gzip.compress, "xz": lzma.compress, "zstd": zstd.compress}


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_keys_are_numbered_by_first_appearance_however_the_file_is_packed(tmp_path, pack) -> None:
    """70, 5, 70, 9 become 0, 1, 0, 2; the file's name says nothing of its packing."""
    content = b"".join(struct.pack(">I", key) for key in (70, 5, 70, 9))
    assert keys(record(written(tmp_path, pack(content), "small.trace"))) == [0, 1, 0, 2]


BROKEN: dict[str, tuple[bytes, str | None]] = {
    "is not a whole xz file": (lzma.compress(b"abcdefgh" * 100)[:-9], "cache2k"),
    "is not a whole gzip file": (gzip.compress(b"1 1 0 0\n" * 100)[:-3], None),
    "is not a whole zstd file": (zstd.compress(b"1 1 0 0\n" * 100)[:-2], "arc"),
    "must hold 32-bit keys, got 5 bytes": (b"12345", "cache2k"),
    "must hold 32-bit keys, got 0 bytes": (b"", "cache2k"),
    "must hold records of 24 bytes, got 25 bytes": (bytes(25), "oracle-general"),
    "its format is not known by its content": (b"hello", None),
    "workload.trace.format must be one of redis-monitor": (b"", "lis"),
    "no line is one of the format redis-monitor, the first is line 1, 'a,b'": (
        b"a,b",
        "redis-monitor",
    ),
    "which column holds the key is not known": (b"colour,shape\nred,round\n", None),
    "begins with a snapshot": (b"REDIS0009 and so on", None),
    "a line must be shorter": (b"a,b\n" + b"x" * 6_000_000, "twitter"),
}


@pytest.mark.parametrize("sentence", BROKEN)
def test_a_broken_file_is_named_in_one_sentence(tmp_path: Path, sentence: str) -> None:
    """Cut off, of odd length, empty, unknown, of another format."""
    content, format_name = BROKEN[sentence]
    with pytest.raises(TraceError) as caught:
        record(written(tmp_path, content), format_name)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("path", ["absent.trace", "/", "a\0b", "x" * 5000])
def test_a_path_that_leads_nowhere_is_named_in_one_sentence(path: str) -> None:
    """Absent, a folder, no path at all."""
    with pytest.raises(TraceError, match="must name a file or a shipped trace"):
        record(path)


def test_malformed_lines_are_counted_and_skipped_up_to_the_limit(tmp_path: Path) -> None:
    """Three of them, the first with its number; a limit of two is too low."""
    lines = ["0,a,1,1,1,get,0"] * 4 + ["oops", "0,b,1,1,1,fly,0", "0,c,1,1,1"]
    path = written(tmp_path, "\n".join(lines))
    recording = record(path, malformed_limit=3)
    assert (recording.requests, recording.faults.count) == (4, 3)
    assert recording.faults.first == [
        (5, "oops", "too few fields"),
        (6, "0,b,1,1,1,fly,0", "unknown operation"),
        (7, "0,c,1,1,1", "too few fields"),
    ]
    with pytest.raises(TraceError, match=r"at most 2 malformed lines.*the first is line 5, 'oops'"):
        record(path, malformed_limit=2)
