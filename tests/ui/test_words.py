"""What the pages Staleness and Durability say, on figures made by hand."""

from typing import Any

import pandas as pd

from metrics import Report
from metrics.batches import Share
from simulator import parse
from ui import lost_words, stale_words
from ui.truth import TruthReport

NOTHING = pd.DataFrame()
WAYS = ("ttl-only", "delete-after", "delete-before", "lease", "versioned-set")


def truth(stale: float, *, hits: Share | None = None, missed: float = 0.0) -> TruthReport:
    """A run with a share of stale reads, stale hits, and own writes missed."""
    figures: dict[str, Any] = {"stale_read_ratio": stale, "own_write_missed_ratio": missed}
    share = hits or Share(stale, 0.001)
    return TruthReport(parse({}), "hand", figures, NOTHING, NOTHING, NOTHING, share)


def test_the_account_of_staleness() -> None:
    """Who is worst and best, the race and what closes its door, the wrong order, the users."""
    shares = dict(zip(WAYS, (0.5, 0.1, 0.3, 0.0, 0.0), strict=True))
    reports = {name: truth(share, missed=share / 10) for name, share in shares.items()}
    first, race, order, users = stale_words.account(reports)
    assert first == (
        "TTL-only serves most that is stale, 50 % of the reads; Lease, Versioned-set least, 0 %."
    )
    assert "leaves 10 % of the hits stale" in race
    assert race.endswith("Lease, Versioned-set: none.")
    assert order.startswith("Deleting before the commit is 3 times as stale")
    assert users.startswith("With TTL-only 5 % of the reads missed a write of the very same user.")


def test_a_world_without_staleness() -> None:
    """One sentence with a way out, and no race."""
    first, race = stale_words.account({name: truth(0.0) for name in WAYS})
    assert first.startswith("No read was stale in any of these runs")
    assert "no commit overtook a load" in race


def test_the_ttl_does_not_matter_where_chance_explains_the_spread() -> None:
    """7 % and 8 %, errors of 1 %: no difference. 7 % and 20 %: told as seen."""
    alike = {5.0: truth(0.07, hits=Share(0.07, 0.01)), 20.0: truth(0.08, hits=Share(0.08, 0.01))}
    rising = {5.0: truth(0.5), 20.0: truth(0.75)}
    words = stale_words.lifetime_words({"delete-after": alike, "ttl-only": rising})
    assert words.startswith("From a TTL of 5 s to 20 s, the race poisons between 7 % and 8 %")
    assert "The TTL does not change the race's share" in words
    assert words.endswith("With TTL only it goes from 50 % to 75 %.")
    apart = alike | {20.0: truth(0.2, hits=Share(0.2, 0.01))}
    assert "does not change" not in stale_words.race_words(apart)


def lost(name: str, *, crash: bool = True, **figures: Any) -> Report:
    """A run of 50 counted seconds that lost some writes."""
    plain: dict[str, Any] = {
        "workload": {"duration_s": 60, "warmup_s": 10},
        "strategy": {"name": name},
        "faults": [{"name": "cache-crash", "at_s": 50}] if crash else [],
    }
    usual = {"lost_writes": 0, "rpo_s": 0.0, "db_writes": 5000, "latency_write_s_p50": 0.02}
    return Report(parse(plain), "hand", usual | figures, NOTHING)


def test_the_account_of_a_crash() -> None:
    """What was lost, how old, and what the risk buys."""
    behind = lost(
        "write-behind",
        lost_writes=1,
        lost_cache_crash=1,
        rpo_s=1.5,
        db_writes=2500,
        latency_write_s_p50=0.001,
    )
    first, oldest, price = lost_words.account(
        {"write-through": lost("write-through"), "interval": behind}
    )
    assert first == "A cache crash at 50 s: Interval lost 1 acknowledged write; Write-through none."
    assert oldest.startswith("The oldest lost write was 1.5 s old when it was lost (Interval)")
    assert "Interval writes 50 rows a second instead of 100" in price
    assert price.endswith("within 1 ms instead of 20 ms.")


def test_losses_without_a_crash_are_told_by_their_cause() -> None:
    """And where nothing is lost, that."""
    through = lost("write-through", crash=False)
    evicted = lost("write-behind", crash=False, lost_writes=3, lost_evicted=3, rpo_s=0.5)
    told = lost_words.account({"write-through": through, "drop": evicted})
    assert told[0].startswith("Nothing crashed in these runs: Drop lost 3 acknowledged writes")
    assert "Without any crash writes were evicted before they were stored under Drop." in told
    calm = lost_words.account({"write-through": through, "drop": lost("write-behind", crash=False)})
    assert calm[0] == "Nothing crashed in these runs: no trial lost an acknowledged write."
