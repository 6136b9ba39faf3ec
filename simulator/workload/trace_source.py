"""The recorded trace of a scenario: which file, and what of it counts."""

from typing import Literal

from strategies.parameters import Settings, parameter


class TraceSource(Settings):
    """A recorded sequence of requests."""

    path: str = parameter(
        "cache2k_web12",
        "Trace",
        "A recorded trace: the name of one that is shipped, or a file's path.",
    )
    format: str | None = parameter(
        None, "Format", "How the file is written; empty means: find out from its content."
    )
    columns: str | None = parameter(
        None,
        "Columns",
        "Which column of a CSV or field of JSON lines is what, as in key=url,time=2,unit=ms; "
        "empty means: find out from their names.",
    )
    repeat: bool = parameter(
        True, "Start again", "Go on from the start when the trace ends, or end the run there."
    )
    time: Literal["law", "trace"] = parameter(
        "law",
        "Instants",
        "When requests arrive: as the workload's law of arrival says, or as recorded (once).",
    )
    speed: float = parameter(
        1.0,
        "Speed",
        "Recorded instants are divided by this.",
        low=1e-6,
        high=1e9,
        slider=(0.1, 1000),
        scale="log",
    )
    step_s: float = parameter(
        0.0,
        "Clock step",
        "Recorded instants are rounded down to multiples of this, as by a coarser clock.",
        low=0,
        high=86_400,
        unit="s",
    )
    order: Literal["file", "time"] = parameter(
        "file",
        "Order",
        "As in the file (an instant that goes back counts as the latest before it), or by time.",
    )
    operations: Literal["law", "trace", "as-reads", "reads-only"] = parameter(
        "law",
        "Operations",
        "What is a write: as the read share draws it (law), as recorded where the trace tells "
        "(trace), nothing (as-reads), or nothing because writes are left out (reads-only).",
    )
    ttl: Literal["strategy", "trace"] = parameter(
        "strategy",
        "TTL",
        "How long what was loaded lives: as the strategy says, or as the trace gave its key last, "
        "where it did.",
    )
    sample: float = parameter(
        1.0,
        "Sample",
        "Share of the keys that are kept, with all their requests, chosen by their hash.",
        low=1e-6,
        high=1,
        slider=(0.001, 1),
        scale="log",
    )
    malformed_limit: int = parameter(
        1000,
        "Malformed lines",
        "So many lines that do not fit the format are counted and skipped; one more is an error.",
        low=0,
        high=1_000_000_000,
        slider=(0, 100_000),
    )
