"""Meta's CacheBench workloads: cache tiers of its services, as their benchmark has them."""

from collections.abc import Iterator

from simulator.presets.preset import Preset, limited, rows

SOURCE = "CacheBench in facebook/CacheLib, Apache-2.0"
ALWAYS = (
    "the rate, which a benchmark drives as high as it can",
    "sizes of keys and values, and the two tiers of the cache",
    "the exact popularity curve: the exponent is fitted to it",
    "gets of keys that are never asked for again",
)


def presets() -> Iterator[Preset]:
    """Each workload."""
    for row in rows("cachebench_workloads.csv"):
        keys, notes = limited(float(row["pop_keys"]))
        workload = {
            "keys": keys,
            "read_share": read_share(row),
            "popularity": {"law": "zipf", "exponent": float(row["zipf_alpha_fit"])},
        }
        yield Preset(
            f"cachebench-{row['preset'].split('/')[-1].replace('_', '-')}",
            f"CacheBench {row['preset']}",
            f"{SOURCE} ({row['source_path']})",
            {"workload": workload},
            (*ALWAYS, *notes),
        )


def read_share(row: dict[str, str]) -> float:
    """Gets over gets, sets and deletes, whose ratios are weights; a lone get is a read, too."""
    reads = number(row, "getRatio") + number(row, "loneGetRatio")
    writes = sum(number(row, name) for name in ("setRatio", "delRatio", "loneSetRatio"))
    return round(reads / (reads + writes), 4)


def number(row: dict[str, str], name: str) -> float:
    """A cell as a number, 0 where it is empty."""
    return float(row[name] or 0)
