"""The 54 in-memory cache clusters that Twitter described."""

import json
from collections.abc import Iterator
from typing import Any

from simulator.presets.preset import Preset, limited, pace, rows
from strategies.parameters import NO_LIMIT_S

SOURCE = (
    "twitter/cache-trace, CC BY 4.0; J. Yang, Y. Yue, R. Vinayak, A large scale analysis of "
    "hundreds of in-memory cache clusters at Twitter, USENIX OSDI 2020"
)
WEEK_S = 604_800
"""The figures are means over a week."""
ALWAYS = ("sizes of keys and values", "keys that are asked for once", "changes over the day")


def presets() -> Iterator[Preset]:
    """Each cluster."""
    for row in rows("twitter_clusters_2020mar.csv"):
        workload, notes = traffic(row)
        settings: dict[str, Any] = {"workload": workload}
        ttl_s, others = common_ttl(row)
        if ttl_s is not None:
            settings["strategy"] = {"name": "cache-aside", "ttl_s": ttl_s}
        yield Preset(
            f"twitter-{row['cluster']}",
            f"Twitter cluster {row['cluster']} ({row['category_name']})",
            SOURCE,
            settings,
            (*ALWAYS, *notes, *others),
        )


def traffic(row: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The workload, and what is not in it."""
    found: dict[str, Any] = {}
    notes: list[str] = []
    if row["request_rate_kqps"]:
        rate_rps = float(row["request_rate_kqps"]) * 1000
        found, notes = pace(rate_rps)
        if row["mean_requests_per_key"]:
            found["keys"], more = limited(rate_rps * WEEK_S / float(row["mean_requests_per_key"]))
            notes += ["the number of keys is derived: a week's requests over requests per key"]
            notes += more
    else:
        notes.append("its rate was not published")
    if row["zipf_alpha"]:
        found["popularity"] = {"law": "zipf", "exponent": float(row["zipf_alpha"])}
    else:
        notes.append("its Zipf exponent was not published")
    return found | reads(row), notes


def reads(row: dict[str, str]) -> dict[str, float]:
    """The read share among the listed operations, which need not add up to 1."""
    kinds = ("listed_read_fraction", "listed_write_fraction", "listed_delete_fraction")
    shares = [float(row[kind] or 0) for kind in kinds]
    return {"read_share": round(shares[0] / sum(shares), 4)} if sum(shares) else {}


def common_ttl(row: dict[str, str]) -> tuple[float | None, list[str]]:
    """The commonest TTL of its writes, and what is said of the others."""
    listed = json.loads(row["common_ttl_seconds"] or "[]")
    if not listed:
        return None, ["its TTLs were not published"]
    ttl_s, share = max(listed, key=lambda each: each[1])
    return min(float(ttl_s), NO_LIMIT_S), [f"TTLs other than that of {share:.0%} of the writes"]
