"""The smallest cache that still spares the database, and the eviction policy that makes it do."""

from advice.limits import Limit
from advice.moves import Move
from advice.task import Task
from simulator.changes import changed
from simulator.scenario import Scenario

TASK = Task(
    changed(
        Scenario(name="smallest cache"),
        "workload.duration_s=60",
        "workload.warmup_s=20",
        "strategy.ttl_s=300",
        "cache.capacity_entries=2000",
    ),
    (Limit("hit_ratio", 0.7, at_least=True), Limit("latency_read_s_p99", 0.12)),
    (
        Move("cache.capacity_entries", 100, 10_000, log=True, whole=True),
        Move("cache.eviction", values=("allkeys-lru", "allkeys-lfu", "allkeys-random")),
    ),
    ("cache.capacity_entries", "hit_ratio"),
    title="How small may the cache be?",
    why="Memory is paid by the gigabyte. How few entries, under which of Redis's policies, still "
    "answer seven reads in ten?",
)
