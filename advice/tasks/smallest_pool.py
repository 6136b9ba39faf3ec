"""The smallest connection pool that carries the load, with the protection that helps it most."""

from advice.limits import Limit
from advice.moves import Move
from advice.task import Task
from simulator.changes import changed
from simulator.scenario import Scenario

TASK = Task(
    changed(
        Scenario(name="smallest pool"),
        "workload.duration_s=40",
        "workload.warmup_s=15",
        "workload.rate_rps=800",
    ),
    (Limit("latency_read_s_p99", 0.15), Limit("db_utilisation", 0.8)),
    (Move("database.connections", 2, 64, log=True, whole=True),),
    ("database.connections", "latency_read_s_p99"),
    stacks=("none", "single-flight"),
    title="How many connections does the service need?",
    why="Connections are scarce. How few keep the slowest hundredth of the reads below 150 ms and "
    "leave the database room to breathe?",
)
