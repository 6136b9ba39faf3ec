"""YCSB's core workloads A to F."""

from collections.abc import Iterator
from typing import Any

from simulator.presets.preset import Preset, rows

SOURCE = (
    "YCSB, Apache-2.0; B. Cooper et al., Benchmarking Cloud Serving Systems with YCSB, SoCC 2010"
)
ALWAYS = ("the number of rows and the rate, which YCSB leaves to its user", "sizes of records")


def presets() -> Iterator[Preset]:
    """Each workload."""
    for row in rows("ycsb_core_workloads.csv"):
        share = {name: float(row[name]) for name in OPERATIONS}
        yield Preset(
            f"ycsb-{row['workload'].lower()}",
            f"YCSB {row['workload']}: {row['name'].lower()}",
            f"{SOURCE} ({row['source_path']})",
            {"workload": {"read_share": read_share(share), "popularity": popularity(row, share)}},
            (*ALWAYS, *left_out(share)),
        )


OPERATIONS = ("read", "update", "insert", "scan", "read_modify_write")


def read_share(share: dict[str, float]) -> float:
    """Reads among all requests; a read-modify-write is one read and one write."""
    reads = share["read"] + share["scan"] + share["read_modify_write"]
    writes = share["update"] + share["insert"] + share["read_modify_write"]
    return round(reads / (reads + writes), 4)


def popularity(row: dict[str, str], share: dict[str, float]) -> dict[str, Any]:
    """The law of its keys; scans read key after key, half as many as at most on average."""
    exponent = float(row["zipfian_constant"])
    if share["scan"]:
        mean = (1 + float(row["max_scan_length"])) / 2
        return {"law": "sequential", "session_length": mean}
    if row["request_distribution"] == "latest":
        return {"law": "latest", "exponent": exponent, "new_rows": share["insert"]}
    return {"law": "zipf", "exponent": exponent}


def left_out(share: dict[str, float]) -> Iterator[str]:
    """What this workload has that the settings lack."""
    if share["insert"]:
        yield "inserts make no new rows: they write rows that exist"
    if share["scan"]:
        yield "scans start at any row alike, not by Zipf's law, and their lengths scatter more"
    if share["read_modify_write"]:
        yield "the write of a read-modify-write is for another row than its read"
