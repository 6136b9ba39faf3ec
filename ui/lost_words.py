"""What the runs of the durability page say, in sentences made from their figures only."""

from collections.abc import Iterator, Mapping

from charts.losses import CAUSES
from metrics import Report
from metrics.words import number, readable
from ui.account import count
from ui.at_risk import rows_rps
from ui.fields import tag_value, title
from ui.flushes import THROUGH, crashes_s

Reports = Mapping[str, Report]


def account(reports: Reports) -> list[str]:
    """What went wrong and what it cost, who lost nothing, what the queue buys."""
    return [opening(reports), *worst(reports), *price(reports)]


def opening(reports: Reports) -> str:
    """The faults, and what the trials lost between them."""
    lost = {name: lost_of(each) for name, each in reports.items()}
    most, what = max(lost.values()), faults(next(iter(reports.values())))
    if most == 0:
        return f"{what}: no trial lost an acknowledged write."
    many = [title(name) for name, each in lost.items() if each == most]
    none = [title(name) for name, each in lost.items() if each == 0]
    spared = f"; {', '.join(none)} none" if none else ""
    return f"{what}: {', '.join(many)} lost {count(most, 'acknowledged writes')}{spared}."


def faults(report: Report) -> str:
    """Which faults struck, and when."""
    instants = zip(report.scenario.faults, crashes_s(report.scenario), strict=True)
    told = [f"{tag_value(each).replace('-', ' ')} at {at_s:.4g} s" for each, at_s in instants]
    return f"A {' and a '.join(told)}" if told else "Nothing crashed in these runs"


def worst(reports: Reports) -> Iterator[str]:
    """The trial with the oldest loss, and the causes of all losses."""
    ages = {name: each.figures["rpo_s"] or 0.0 for name, each in reports.items()}
    oldest = max(ages, key=lambda name: ages[name])
    if ages[oldest]:
        yield (
            f"The oldest lost write was {readable(ages[oldest], 's')} old when it was lost "
            f"({title(oldest)}): so far back a recovery sets its user."
        )
    for cause, (words, _, _) in CAUSES.items():
        hit = [title(n) for n, each in reports.items() if each.figures.get(f"lost_{cause}")]
        if hit and cause not in {"cache_crash", "node_crash"}:
            yield f"Without any crash writes were {words} under {', '.join(hit)}."


def price(reports: Reports) -> Iterator[str]:
    """What write-behind saves against write-through, at the best."""
    through = reports[THROUGH]
    others = {name: each for name, each in reports.items() if name != THROUGH}
    sparing = min(others, key=lambda name: rows_rps(others[name]))
    before, after = rows_rps(through), rows_rps(others[sparing])
    slow, quick = (each.figures["latency_write_s_p50"] for each in (through, others[sparing]))
    if not before or slow is None or quick is None:
        return
    yield (
        f"What the risk buys: {title(sparing)} writes {number(round(after, 1))} rows a second "
        f"instead of {number(round(before, 1))}, and half of the writes are acknowledged within "
        f"{readable(quick, 's')} instead of {readable(slow, 's')}."
    )


def lost_of(report: Report) -> int:
    """Acknowledged writes that a run lost."""
    return int(report.figures["lost_writes"] or 0)
