"""The log: tables in chunks."""

from simulator.log import Chunk, Log, Recorder, Samples, Statements


def test_a_recorder_hands_on_full_chunks_and_the_rest() -> None:
    """Five rows in chunks of two: 2, 2, 1, with instants turned into seconds."""
    kept = list[Chunk]()
    recorder = Recorder(Samples, kept.append, size=2)
    for i in range(5):
        recorder.add(i * 500_000_000, i, *(0 for _ in Samples._fields[2:]))
    recorder.flush()
    recorder.flush()
    assert [len(chunk[0]) for chunk in kept] == [2, 2, 1]
    log = Log(None, "hand", kept)
    assert log.table(Samples).at_s.tolist() == [0, 0.5, 1, 1.5, 2]
    assert log.table(Samples).entries.tolist() == [0, 1, 2, 3, 4]


def test_an_empty_table_has_typed_columns() -> None:
    """No rows, but the right types."""
    table = Log(None, "hand").table(Statements)
    assert {len(column) for column in table} == {0}
    names = [column.dtype.name for column in (table.joined_s, table.key, table.write)]
    assert names == ["float64", "int64", "uint8"]


def test_logs_do_not_share_what_they_hold() -> None:
    """Two fresh logs have chunks, counters and books of their own."""
    first, second = Log(None, "a"), Log(None, "b")
    first.counters.misses += 1
    assert second.counters.misses == 0
    assert first.chunks is not second.chunks
