"""Fast writes that survive a crash: how long write-behind may wait before it stores."""

from advice.limits import Limit
from advice.moves import Move
from advice.task import Task
from simulator.changes import changed
from simulator.scenario import Scenario

TASK = Task(
    changed(
        Scenario(name="lost writes"),
        "workload.duration_s=40",
        "workload.warmup_s=10",
        "workload.rate_rps=200",
        "workload.read_share=0.7",
        'faults=[{"name": "cache-crash", "at_s": 30.4}]',
    ),
    (Limit("lost_writes", 40), Limit("latency_write_s_p99", 0.05)),
    (Move("strategy.flush_interval_s", 0.05, 10.0, log=True),),
    ("db_writes", "lost_writes"),
    strategies=("write-through", "write-behind"),
    title="How many writes may wait for the database?",
    why="Writers must not wait for the database, and a crash of the cache tier may cost at most "
    "forty of their writes. Within that, as few statements as possible.",
)
