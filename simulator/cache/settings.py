"""The cache server as a scenario describes it."""

from typing import Literal

from strategies.parameters import Settings, parameter

EvictionName = Literal[
    "allkeys-lru",
    "allkeys-lfu",
    "allkeys-random",
    "volatile-lru",
    "volatile-lfu",
    "volatile-random",
    "volatile-ttl",
    "noeviction",
    "lru",
    "lfu",
    "fifo",
    "random",
    "sieve",
    "sampled-lru",
    "belady",
]
"""The policies of simulator.cache.eviction.shelf."""


class Cache(Settings):
    """The cache server: a model of one Redis."""

    round_trip_s: float = parameter(
        0.0005,
        "Cache round trip",
        "Network time of one operation; it takes effect half-way.",
        low=0,
        high=60,
        unit="s",
        slider=(0.00005, 0.02),
        scale="log",
    )
    service_s: float = parameter(
        0.00001,
        "Cache service time",
        "How long the server's one thread works on an operation; others queue behind it.",
        low=0,
        high=60,
        unit="s",
        slider=(0, 0.001),
        step=0.00001,
    )
    delete_loss: float = parameter(
        0.0,
        "Lost deletes",
        "Share of the deletes that get lost on their way to the cache; nobody notices.",
        low=0,
        high=1,
        slider=(0, 0.05),
        step=0.001,
    )
    capacity_entries: int | None = parameter(
        None,
        "Capacity",
        "How many entries fit; empty means no limit.",
        low=1,
        high=100_000_000,
        unit="entries",
        slider=(10, 1_000_000),
        scale="log",
    )
    capacity_bytes: int | None = parameter(
        None,
        "Capacity in bytes",
        "How many bytes fit, values and overhead together; empty means no limit.",
        low=1,
        high=2**50,
        unit="bytes",
        slider=(10_000, 1_000_000_000),
        scale="log",
    )
    value_bytes: float = parameter(
        1000.0,
        "Value size",
        "Mean size of a value; each key's keeps its size. Matters to a capacity in bytes only.",
        low=1,
        high=500_000_000,
        unit="bytes",
        slider=(10, 100_000),
        scale="log",
    )
    value_cv: float = parameter(
        0.0,
        "Size variation",
        "Standard deviation over mean of the sizes, which are log-normal; 0: all alike.",
        low=0,
        high=10,
        slider=(0, 4),
        step=0.1,
    )
    overhead_bytes: int = parameter(
        125,
        "Overhead",
        "What an entry takes besides its value: key, object, two dictionaries. See docs/redis.md.",
        low=0,
        high=100_000,
        unit="bytes",
        slider=(0, 500),
        step=10,
    )
    eviction: EvictionName = parameter(
        "allkeys-lru",
        "Eviction",
        "Who must go when the cache is full. The first eight are Redis's maxmemory policies; "
        "the others are the textbook's.",
    )
    maxmemory_samples: int = parameter(
        5,
        "Samples",
        "How many entries Redis draws to find one to evict (maxmemory-samples).",
        low=1,
        high=64,
        slider=(1, 20),
        step=1,
    )
    lfu_log_factor: int = parameter(
        10,
        "LFU log factor",
        "How much harder each step of Redis's use counter is than the one before.",
        low=0,
        high=1_000_000,
        slider=(0, 100),
        step=1,
    )
    lfu_decay_min: int = parameter(
        1,
        "LFU decay time",
        "After so many minutes without a use Redis's use counter falls by one; 0: never.",
        low=0,
        high=1_000_000,
        unit="min",
        slider=(0, 60),
        step=1,
    )
    active_expiry: bool = parameter(
        True,
        "Active expiry",
        "Ten times a second the server looks for expired entries that nobody asks for. "
        "Without it they take up room until they are asked for, or evicted.",
    )
