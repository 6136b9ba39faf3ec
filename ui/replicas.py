"""Replications in the comparison: how many, means with intervals, differences from a baseline."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
import streamlit as st
from pydantic.fields import FieldInfo

from charts.intervals import intervals
from metrics import DECLARATIONS, Report
from metrics.intervals import NONE_SHOWN, Contrast, Contrasts, Interval, contrasts
from simulator import Scenario
from simulator.repeats import replications
from ui.bench import Bench
from ui.chart import charts
from ui.controls import attach
from ui.fields import title
from ui.verdict import HEADLINE, NOTHING, figure_text

TIMES = (1, 5, 10, 20, 30)
WIDTH = "22rem"
Reports = Mapping[str, Sequence[Report]]


class Options(NamedTuple):
    """What the two controls say of themselves."""

    times: FieldInfo = FieldInfo(
        title="Replications",
        description="How often each strategy is run, every time with another seed, the same "
        "seeds for all: from the scatter follows which differences are more than chance.",
    )
    baseline: FieldInfo = FieldInfo(
        title="Baseline", description="The strategy that the others are compared with, in pairs."
    )


def controls(bench: Bench) -> None:
    """How often, and against whom."""
    options = sorted({*TIMES, bench.replications})
    left, right = st.columns(2)
    with left:
        words = [str(each) for each in options]
        shows = str(bench.replications)
        attach(st.select_slider, "replications", Options().times, shows, options=words, means=int)
    with right:
        names = list(bench.duels())
        shows = bench.compared_with
        attach(
            st.selectbox,
            "baseline",
            Options().baseline,
            shows,
            options=names,
            format_func=title,
            means=str,
        )


def trials(bench: Bench) -> dict[str, Scenario]:
    """Every replication of every compared strategy, by its name and number."""
    return {
        f"{name} {number}": each
        for name, scenario in bench.duels().items()
        for number, each in enumerate(replications(scenario, bench.replications))
    }


def show(bench: Bench, reports: Mapping[str, Report]) -> None:
    """The replications' means and differences; the reports are those of `trials`."""
    figures = {
        name: [reports[f"{name} {number}"].figures for number in range(bench.replications)]
        for name in bench.duels()
    }
    baseline = bench.compared_with
    found = contrasts(figures, baseline)
    st.subheader(f"{bench.replications} replications", anchor=False)
    st.caption(
        "Mean over replications, ± what chance leaves open 19 times in 20. Differences from "
        f"{title(baseline)} are taken pair by pair on the same requests; where the interval holds "
        "zero, no difference is shown."
    )
    table(found, baseline, HEADLINE, "The main metrics with intervals and differences")
    charts([figure(name, found[name]) for name in HEADLINE], key="intervals", narrowest=WIDTH)
    with st.expander("All metrics with intervals", icon=":material/table:"):
        rest = [name for name in DECLARATIONS if name not in HEADLINE]
        table(found, baseline, rest, "The other metrics with intervals and differences")


def table(found: Contrasts, baseline: str, names: Sequence[str], alt: str) -> None:
    """Means and differences, one row a metric."""
    rows = [row(name, found[name], baseline) for name in names if any(found[name].values())]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=alt, width="stretch")


def row(name: str, found: Mapping[str, Contrast | None], baseline: str) -> dict[str, str]:
    """One metric: everybody's mean, then everybody's difference from the baseline."""
    means = {title(each): within(name, c.own) if c else NOTHING for each, c in found.items()}
    others = {
        f"{title(each)} against {title(baseline)}": difference(name, c)
        for each, c in found.items()
        if each != baseline
    }
    return {"Metric": DECLARATIONS[name].title, **means, **others}


def within(name: str, found: Interval) -> str:
    """A mean with its interval."""
    text = figure_text(name, found.mean)
    return text if not found.half else f"{text} ± {width(name, found.half)}"


def width(name: str, half: float) -> str:
    """How wide an interval is, with two digits; of shares in points."""
    short = float(f"{half:.2g}")
    return f"{short * 100:g} points" if is_share(name) else figure_text(name, short)


def is_share(name: str) -> bool:
    """Is the metric a share, of which differences are in points?"""
    return DECLARATIONS[name].unit == "1"


def difference(name: str, found: Contrast | None) -> str:
    """A difference from the baseline, or that none is shown."""
    if found is None or found.difference is None:
        return NOTHING
    if not found.difference.shows_difference:
        return NONE_SHOWN
    mean, half = found.difference.mean, found.difference.half or 0.0
    sign = "+" if mean > 0 else "-"
    size = f"{abs(mean) * 100:.3g}" if is_share(name) else figure_text(name, abs(mean))
    return f"{sign}{size} ± {width(name, half)}"


def figure(name: str, found: Mapping[str, Contrast | None]) -> dict:
    """One metric of all strategies with whiskers."""
    declared = DECLARATIONS[name]
    bounds = {n: (c.own.mean, c.own.half or 0.0) if c else None for n, c in found.items()}
    return intervals(declared.title, declared.unit, declared.description, bounds)
