"""One hot key before a slow query: which protection ends the stampede."""

from advice.limits import Limit
from advice.moves import Move
from advice.task import Task
from simulator.changes import changed
from simulator.scenario import Scenario

TASK = Task(
    changed(
        Scenario(name="hot key"),
        "workload.duration_s=60",
        "workload.warmup_s=20",
        "workload.rate_rps=300",
        "workload.keys=20",
        "workload.read_share=1",
        "database.read_s=0.2",
        "database.service=constant",
        "strategy.ttl_s=10",
    ),
    (Limit("stampede_peak", 4), Limit("latency_read_s_p999", 0.15)),
    (Move("strategy.ttl_s", 2.0, 30.0, log=True),),
    ("db_read_rps",),
    stacks=("none", "single-flight", "lock", "xfetch", "single-flight+stale-while-revalidate"),
    title="What stops the stampede on a hot key?",
    why="Twenty keys, each read many times a second, each costing a query of 200 ms. Hardly any "
    "read may wait for it, and no more than four may load the same key at once.",
)
