"""The account of the trials: sentences made from their figures, and from nothing else."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from metrics.words import number, readable
from ui.closeup import CloseReport
from ui.fields import title
from ui.trials import AND, NONE

GROWN = 2
"""From an expiry with so many times the queue of the first one on, growth is called a spiral."""
CALM = 0.1
"""So many times fewer loads than unprotected, and a protection is said to prevent the stampede."""
FEW = 6
"""So many expiries are listed by number."""


def account(reports: Mapping[str, CloseReport]) -> list[str]:
    """What happened, in sentences: unprotected first, then each trial, then who helped."""
    if NONE not in reports:
        return []
    bare = reports[NONE]
    if expiries_of(bare).empty:
        return ["The watched key never expired in this run: shorten the TTL or lengthen the run."]
    sentences = [worst(bare), spiral_words(bare)]
    sentences += [protected(name, each, bare) for name, each in reports.items() if name != NONE]
    return [*sentences, *verdict(reports)]


def expiries_of(report: CloseReport) -> pd.DataFrame:
    """The expiries after the warm-up, also one that the end cuts off."""
    expiries = report.close_up.expiries
    return expiries[expiries["start_s"] >= report.scenario.workload.warmup_s]


def worst(report: CloseReport) -> str:
    """The largest expiry without protection."""
    expiries = expiries_of(report)
    largest = expiries.iloc[int(expiries["loads"].to_numpy().argmax())]
    loads, peak = largest["loads"], largest["peak"]
    once = "all at once" if loads == peak else f"{count(peak, '')} of them at once"
    return (
        f"Unprotected, the expiry at {time(largest['start_s'])} made {count(loads)}, "
        f"{once}; the database queue grew to {count(largest['queue'], '')} and the slowest "
        f"reader waited {readable(largest['wait_s_max'], 's')}. "
        f"p99 of the run: {readable(report.figures['latency_read_s_p99'], 's')}."
    )


def is_spiral(report: CloseReport) -> bool:
    """Does every expiry find a longer queue than the first, the last one twice as long?"""
    queues = expiries_of(report)["queue"].tolist()
    if len(queues) <= 1 or queues[-1] == 0:
        return False
    return queues[-1] >= GROWN * queues[0] and min(queues[1:]) >= queues[0]


def spiral_words(report: CloseReport) -> str:
    """Whether the queue grows from expiry to expiry."""
    expiries = expiries_of(report)
    if len(expiries) == 1:
        return "One expiry only: whether it comes to a spiral needs a longer run."
    if is_spiral(report):
        return (
            f"This is a spiral: from expiry to expiry the queue grows, {listed(expiries)}. Each "
            "stampede leaves a queue, the next first load waits in it, and all who come meanwhile "
            "load too."
        )
    idle = expiries["queue"].max() == 0
    reason = "nobody waits for a connection" if idle else "no queue outgrows the others steadily"
    return f"There is no spiral: {reason} over {len(expiries)} expiries."


def listed(expiries: pd.DataFrame) -> str:
    """The longest queue of each expiry, the middle left out where there are many."""
    queues = [f"{queue:,.0f}" for queue in expiries["queue"]]
    if len(queues) > FEW:
        queues = [*queues[:3], "…", *queues[-2:]]
    return ", ".join(queues)


def protected(name: str, report: CloseReport, bare: CloseReport) -> str:
    """What a protection or a stack made of it."""
    loads, p99_s = report.close_up.loads.mean, report.figures["latency_read_s_p99"]
    if loads is None:
        return f"With {spoken(name)} the watched key was not loaded after the warm-up."
    word = "sufficed" if prevents(report, bare) else "were made"
    peak = number(report.figures["db_queue_peak"] or 0)
    nodes = report.scenario.client.nodes
    each = ", one a node" if name == "single-flight" and round(loads, 1) == nodes else ""
    spiral = "; the spiral stays" if is_spiral(report) else ""
    made = number(round(loads, 1))
    noun = "load" if made == "1" else "loads"
    return (
        f"With {spoken(name)} {made} {noun} per expiry {word}{each}; queue peak {peak}, "
        f"p99 {readable(p99_s, 's')}{spiral}."
    )


def prevents(report: CloseReport, bare: CloseReport) -> bool:
    """Does it end the spiral and save nine loads of ten?"""
    mine, others = report.close_up.loads.mean, bare.close_up.loads.mean
    few = mine is not None and others is not None and mine <= max(1, CALM * others)
    return few and not is_spiral(report)


def verdict(reports: Mapping[str, CloseReport]) -> Iterator[str]:
    """Who prevents what happens without protection, who does not, and how busy the pool then is."""
    bare = reports[NONE]
    tried = [name for name in reports if name != NONE]
    good = [name for name in tried if prevents(reports[name], bare)]
    bad = [name for name in tried if name not in good]
    evil = "spiral" if is_spiral(bare) else "stampede"
    if good:
        busy = reports[good[0]].figures["db_utilisation"]
        load = "" if busy is None else f" The pool is {busy * 100:.0f} % busy then."
        yield f"Prevented the {evil}: {joined(good)}.{load}"
    if bad:
        yield f"Did not prevent the {evil}: {joined(bad)}."


def joined(names: Sequence[str]) -> str:
    """Names in a row, stacks as one."""
    return ", ".join(title(name) for name in names)


def spoken(name: str) -> str:
    """A trial's name within a sentence."""
    return title(f"-{name}")[1:].replace(AND, " and ")


def time(at_s: float) -> str:
    """An instant with a tenth of a second."""
    return f"{at_s:.1f} s"


def count(value: float, noun: str = "loads") -> str:
    """A whole number, with what it counts."""
    one = noun.removesuffix("s") if value == 1 else noun
    return f"{value:,.0f} {one}".rstrip()
