"""A deployment fills the cache at one instant: how much jitter flattens the wave of expiries."""

from advice.limits import Limit
from advice.moves import Move
from advice.task import Task
from simulator.changes import changed
from simulator.scenario import Scenario

TASK = Task(
    changed(
        Scenario(name="warm start"),
        "workload.duration_s=100",
        "workload.warmup_s=10",
        "workload.prefill=1",
        "workload.keys=2000",
        "workload.read_share=1",
        "strategy.ttl_s=30",
    ),
    (Limit("db_read_rps_peak", 120),),
    (Move("protections.ttl-jitter.spread", 0.0, 0.5),),
    ("protections.ttl-jitter.spread", "db_read_rps_peak"),
    stacks=("ttl-jitter+single-flight",),
    title="How much jitter after a warm start?",
    why="Two thousand entries are stored together and would expire together. Jitter spreads them, "
    "but every TTL becomes less certain: how little is enough?",
)
