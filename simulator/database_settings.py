"""The database as a scenario describes it."""

from typing import Literal

from strategies.parameters import Settings, parameter


class Database(Settings):
    """The database behind its connection pool."""

    connections: int | None = parameter(
        16,
        "Connections",
        "How many requests the database works on at once; empty means no limit.",
        low=1,
        high=100_000,
        slider=(1, 256),
        scale="log",
    )
    read_s: float = parameter(
        0.02,
        "Read time",
        "Mean time the database takes for a read, without queueing.",
        low=0,
        high=3600,
        unit="s",
        slider=(0.001, 5),
        scale="log",
    )
    write_s: float = parameter(
        0.02,
        "Write time",
        "Mean time the database takes for a write, without queueing.",
        low=0,
        high=3600,
        unit="s",
        slider=(0.001, 5),
        scale="log",
    )
    service: Literal["exponential", "constant", "lognormal"] = parameter(
        "exponential", "Service law", "How the database's times scatter about their mean."
    )
    service_cv: float = parameter(
        1.0,
        "Variation",
        "Standard deviation over mean of log-normal service times.",
        low=0.01,
        high=10,
        slider=(0.1, 4),
        step=0.1,
    )
    queue_limit: int | None = parameter(
        None,
        "Queue limit",
        "How many may wait for a connection; one more is refused. Empty means no limit.",
        low=0,
        high=100_000_000,
        slider=(0, 10_000),
        step=10,
    )
    snapshot: Literal["end", "start"] = parameter(
        "end",
        "Row is read at the",
        "Whether a load sees the row as of the end or the start of its service; from the start "
        "a commit can overtake it.",
    )
    replica_lag_s: float = parameter(
        0.0,
        "Replica lag",
        "Loads read from a replica that hears of each commit so much later; 0: they read from "
        "the primary.",
        low=0,
        high=3600,
        unit="s",
        slider=(0, 5),
        step=0.05,
    )
    rejected_share: float = parameter(
        0.0,
        "Rejected keys",
        "Share of the keys whose writes break a rule of the schema: the database refuses them, "
        "now and always, and with them the statement that they are part of.",
        low=0,
        high=1,
        slider=(0, 0.1),
        step=0.001,
    )
