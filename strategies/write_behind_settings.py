"""The parameters of write-behind: every vendor's knobs, one name each."""

from typing import Literal

from strategies.parameters import (
    Settings,
    null_ttl_parameter,
    parameter,
    pause_parameter,
    ttl_parameter,
)


class WriteBehindSettings(Settings):
    """Parameters of write-behind."""

    name: Literal["write-behind"] = "write-behind"
    ttl_s: float | None = ttl_parameter()
    null_ttl_s: float = null_ttl_parameter()
    flush: Literal["interval", "first-write", "last-write", "size", "size-or-interval"] = parameter(
        "interval",
        "Flush",
        "When writes go to the database: all together every so often (interval), each key so "
        "long after its first or its last write that is not stored, all after so many writes "
        "(size), or whichever of size and interval comes first.",
    )
    flush_interval_s: float = parameter(
        1.0,
        "Flush interval",
        "The time between two flushes, or from a write to its turn.",
        low=0.001,
        high=3600,
        unit="s",
        slider=(0.1, 60),
        scale="log",
    )
    flush_writes: int = parameter(
        100,
        "Flush after",
        "How many acknowledged writes make a flush (size, size-or-interval).",
        low=1,
        high=1_000_000,
        unit="writes",
        slider=(1, 1000),
        scale="log",
    )
    batch_size: int = parameter(
        50,
        "Batch size",
        "The most rows that one statement of a flush writes.",
        low=1,
        high=100_000,
        unit="rows",
        slider=(1, 1000),
        scale="log",
    )
    batch_factor: float = parameter(
        0.0,
        "Batch factor",
        "With a delay of its own for each key: a write may join another's statement when no more "
        "than this share of its delay is left.",
        low=0,
        high=1,
        step=0.05,
    )
    coalescing: bool = parameter(
        True,
        "Coalescing",
        "Whether a key written again while it waits is stored once, with its last value.",
    )
    queue_capacity: int = parameter(
        10_000,
        "Queue capacity",
        "How many writes may wait for the database.",
        low=1,
        high=1_000_000,
        unit="writes",
        slider=(10, 100_000),
        scale="log",
    )
    overflow: Literal["block", "write-through", "drop-oldest"] = parameter(
        "block",
        "Full queue",
        "What a write does when the queue is full: wait for a flush, go to the database itself, "
        "or push out the oldest write, which is lost.",
    )
    flush_retries: int = parameter(
        3, "Flush retries", "How often a failed statement is tried again.", low=0, high=20, step=1
    )
    flush_backoff_s: float = pause_parameter(
        0.1, "Flush back-off", "The pause before the first retry; it doubles each time."
    )
    rejected: Literal["set-aside", "block"] = parameter(
        "set-aside",
        "Rejected rows",
        "A row that the database rejects is given up alone, or it blocks whatever is behind it.",
    )
    dirty_eviction: Literal["flush-first", "veto", "drop"] = parameter(
        "flush-first",
        "Dirty entries",
        "What happens when an entry that is not stored yet must leave the cache, evicted or "
        "expired: it is stored first, it may not leave, or its write is lost with it.",
    )
    queued_reads: bool = parameter(
        True,
        "Queue answers reads",
        "Whether a read that misses gets the value that waits in the queue, not the older row.",
    )
    queue_at: Literal["cache", "node"] = parameter(
        "cache",
        "Queue is in the",
        "Where writes wait: in the cache tier, shared by all nodes, or in each node's process.",
    )
    durability: Literal["none", "replica", "append-log"] = parameter(
        "none",
        "Durability",
        "What outlives a crash of the cache tier: nothing, what a replica has heard of, or what "
        "has been flushed to an append-only log.",
    )
    queue_replica_lag_s: float = pause_parameter(
        0.001, "Queue replica lag", "How far the queue's replica is behind."
    )
    fsync_s: float = pause_parameter(
        1.0, "Log sync interval", "How often the append-only log is flushed to disk."
    )
