"""What the runs of the staleness page say, in sentences made from their figures only."""

from collections.abc import Iterable, Iterator, Mapping

from metrics.words import number, readable
from ui.fields import title
from ui.truth import TruthReport
from ui.ways import RACE, TTL_ONLY

AGREES = 4.5
"""Standard errors within which chance alone explains a difference."""
DOORS = ("lease", "versioned-set")
"""Ways that refuse an outdated set."""

Reports = Mapping[str, TruthReport]


def account(reports: Reports) -> list[str]:
    """Who serves most and least that is stale, what the race costs, what ends it."""
    shares = {name: stale(each) for name, each in reports.items()}
    return [extremes(shares), *race(reports), *before(reports), *users(reports)]


def stale(report: TruthReport) -> float:
    """The share of stale reads; none where nobody reads."""
    return report.figures["stale_read_ratio"] or 0.0


def extremes(shares: Mapping[str, float]) -> str:
    """The way with the largest share, and those with the smallest."""
    worst, best = max(shares, key=lambda name: shares[name]), min(shares.values())
    if shares[worst] == 0:
        return "No read was stale in any of these runs: write more, or let loads take longer."
    least = joined(name for name, share in shares.items() if share == best)
    most = f"{title(worst)} serves most that is stale, {share_text(shares[worst])} of the reads"
    return f"{most}; {least} least, {share_text(best)}."


def race(reports: Reports) -> Iterator[str]:
    """The race of cache-aside, and the ways that close its door."""
    share = reports[RACE].stale_hits.mean
    if not share:
        yield "Deleting after the commit left no stale hit: no commit overtook a load."
        return
    closed = [name for name in DOORS if reports[name].stale_hits.mean == 0]
    ends = f" {joined(closed)}: none." if closed else ""
    yield (
        f"Deleting after the commit leaves {share_text(share)} of the hits stale: a reader that "
        f"took its row before the commit fills the cache after the delete.{ends}"
    )


def before(reports: Reports) -> Iterator[str]:
    """What the wrong order costs."""
    first, after = stale(reports["delete-before"]), stale(reports[RACE])
    if after and first > after:
        yield (
            f"Deleting before the commit is {first / after:.2g} times as stale: it races with "
            "every read in between, not with the loads alone."
        )


def users(reports: Reports) -> Iterator[str]:
    """Who misses his own writes."""
    missed = {n: each.figures["own_write_missed_ratio"] or 0.0 for n, each in reports.items()}
    worst = max(missed, key=lambda name: missed[name])
    if missed[worst]:
        kept = joined(name for name, share in missed.items() if share == 0)
        clean = f" Only {kept} always kept that promise here." if kept else ""
        yield (
            f"With {title(worst)} {share_text(missed[worst])} of the reads missed a write of the "
            f"very same user.{clean}"
        )


def lifetime_words(found: Mapping[str, Mapping[float, TruthReport]]) -> str:
    """Whether the TTL moves the share of stale hits, for the race and for TTL only."""
    ttls_s = list(found[RACE])
    span = f"From a TTL of {number(ttls_s[0])} s to {number(ttls_s[-1])} s"
    return f"{span}, {race_words(found[RACE])} {ttl_words(found[TTL_ONLY])}"


def race_words(runs: Mapping[float, TruthReport]) -> str:
    """The race: the same share up to chance, or what was seen."""
    shares = [each.stale_hits for each in runs.values()]
    means = [share.mean or 0.0 for share in shares]
    spread = max(means) - min(means)
    error = max(share.error or 0.0 for share in shares) * 2**0.5
    low, high = share_text(min(means)), share_text(max(means))
    seen = f"the race poisons between {low} and {high} of the hits"
    if spread <= AGREES * error:
        return (
            f"{seen}, no difference beyond chance. **The TTL does not change the race's share**: a "
            "shorter one ends each incident earlier and causes more of them."
        )
    return f"{seen}; with the TTL, the mixture of keys that are hit changes, too."


def ttl_words(runs: Mapping[float, TruthReport]) -> str:
    """TTL only: what the shortest and the longest TTL give."""
    first, *_, last = (each.stale_hits.mean or 0.0 for each in runs.values())
    return f"With TTL only it goes from {share_text(first)} to {share_text(last)}."


def share_text(share: float) -> str:
    """A share as a person reads it."""
    return readable(share, "1")


def joined(names: Iterable[str]) -> str:
    """Names in a row."""
    return ", ".join(title(name) for name in names)
