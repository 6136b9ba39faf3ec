"""A catalogue whose writers do not tell the cache: the longest TTL that is current enough."""

from advice.limits import Limit
from advice.moves import Move
from advice.task import Task
from simulator.changes import changed
from simulator.scenario import Scenario

TASK = Task(
    changed(
        Scenario(name="stale catalogue"),
        "workload.duration_s=60",
        "workload.warmup_s=20",
        "workload.keys=2000",
        "workload.read_share=0.995",
        "strategy.invalidation=ttl-only",
    ),
    (Limit("stale_read_ratio", 0.1), Limit("latency_read_s_p99", 0.1)),
    (Move("strategy.ttl_s", 0.5, 60.0, log=True),),
    ("db_read_rps", "stale_read_ratio"),
    title="How long may a price list live in the cache?",
    why="Prices change behind the cache's back. At most one read in ten may show an old one, "
    "and the database shall be asked as little as that allows.",
)
