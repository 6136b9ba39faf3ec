"""Panels of the staleness page."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from charts.bars import bars
from charts.curves import Axes, Curve, curves
from charts.lines import Sheet
from charts.multiples import Measure, multiples
from charts.theme import decades
from metrics import DECLARATIONS
from metrics.words import number, readable
from simulator import Scenario
from ui import pins
from ui.chart import charts
from ui.fields import title
from ui.laws import Law, deviation, law
from ui.races import race_panel
from ui.stale_words import account, lifetime_words
from ui.truth import TruthReport
from ui.verdict import NOTHING, figure_text
from ui.ways import RACE, TTL_ONLY

Reports = Mapping[str, TruthReport]

SIDE_BY_SIDE = ("staleness_age_s_p95", "hit_ratio", "loads")
PROMISES = ("own_write_missed_ratio", "went_back_ratio", "entries_behind_ratio")
BEHIND = Measure("entries_behind", "Entries behind", "Entries (count)")
COLUMNS = "21rem"
CURVES = 6
"""More curves in one picture cannot be told apart."""


def story(reports: Reports) -> None:
    """What the figures say, in words."""
    first, *rest = account(reports)
    st.info(f"**{first}**", icon=":material/campaign:")
    st.markdown("\n".join(f"- {sentence}" for sentence in rest))


def side_by_side(reports: Reports) -> None:
    """Stale hits with the closed form; age, hit ratio, loads and the price of a write."""
    st.subheader("Ways of telling the cache, side by side", anchor=False)
    laws = {name: law(each.scenario) for name, each in reports.items()}
    shares = {name: each.stale_hits.mean for name, each in reports.items()}
    closed = {name: each.stale for name, each in laws.items()}
    note = "Hits that returned less than the newest acknowledged version"
    figures = [bars("Stale share of hits", "1", note, shares, closed)]
    figures += [figure(reports, name) for name in SIDE_BY_SIDE]
    charts(figures, key="ways", narrowest=COLUMNS)
    against_theory(reports, laws)


def figure(reports: Reports, name: str) -> dict:
    """One metric of every way as bars."""
    declared = DECLARATIONS[name]
    values = {way: each.figures[name] for way, each in reports.items()}
    return bars(declared.title, declared.unit, declared.description, values | pins.values(name))


def against_theory(reports: Reports, laws: Mapping[str, Law]) -> None:
    """What was measured beside the closed form, with the deviation."""
    with st.expander("Beside the closed forms", icon=":material/functions:", expanded=True):
        rows = [row(name, each, laws[name]) for name, each in reports.items()]
        table = pd.DataFrame(rows)
        st.dataframe(
            table, height="content", hide_index=True, alt="Stale share of hits and closed forms"
        )
        st.caption(
            "Shares of the hits; se: standard errors. λ, μ: reads and writes a second of a key, T: "
            "TTL, V: from reading the row to the set, d: lag, c: from delete to commit. A closed "
            "form is for one key; over all keys it is weighted with their hits."
        )


def row(name: str, report: TruthReport, found: Law) -> dict[str, str]:
    """One way in the table."""
    share = report.stale_hits
    return {
        "On a write": title(name),
        "Stale share": percent(share.mean),
        "Closed form": percent(found.stale),
        "Deviation": deviation(share, found.stale),
        "Hit ratio": figure_text("hit_ratio", report.figures["hit_ratio"]),
        "In theory": percent(found.hit),
        "Law": found.words,
    }


def percent(share: float | None) -> str:
    """A share as a person reads it."""
    return NOTHING if share is None else readable(share, "1")


def lifetimes(reports: Reports, others: Reports) -> None:
    """Stale hits against the TTL: the race's share does not move, that of TTL only does."""
    st.subheader("Does a shorter TTL help?", anchor=False)
    if not others:
        st.markdown("Without a TTL there is nothing to vary: set one.")
        return
    found = {name: by_ttl(name, reports, others) for name in (RACE, TTL_ONLY)}
    told = lifetime_words(found)
    st.markdown(told)
    lines = [line for name, each in found.items() for line in lines_of(name, each)]
    ttls_s = [ttl_s for each in found.values() for ttl_s in each]
    scale = decades(min(ttls_s), max(ttls_s)) | {"tickvals": sorted(set(ttls_s))}
    axes = Axes("TTL (s)", "Stale share of hits (%)", scale)
    note = "Measured with standard errors; dotted: the closed form"
    words = Sheet("Stale share of hits by TTL", note, "stale-by-ttl", told.replace("**", ""))
    charts([curves(lines, axes, words)], key="ttls")


def by_ttl(name: str, reports: Reports, others: Reports) -> dict[float, TruthReport]:
    """The runs of one way by their TTL, the shortest first."""
    runs = [reports[name], *(each for key, each in others.items() if key.startswith(f"{name} "))]
    found = {float(each.scenario.strategy.ttl_s): each for each in runs}
    return dict(sorted(found.items()))


def lines_of(name: str, found: Mapping[float, TruthReport]) -> list[Curve]:
    """What was measured at each TTL, and the closed form where there is one."""
    shares = [each.stale_hits for each in found.values()]
    errors = [share.error or 0.0 for share in shares]
    measured = Curve(name, list(found), [share.mean for share in shares], errors)
    closed = [law(each.scenario).stale for each in found.values()]
    exact = [Curve(name, list(found), closed, closed=True)] if None not in closed else []
    return [measured, *exact]


def how_old(reports: Reports) -> None:
    """How old stale answers are, and which keys they hit."""
    st.subheader("How old, and which keys", anchor=False)
    stale = [name for name, each in reports.items() if len(each.survival) > 1]
    stale.sort(key=lambda name: -(reports[name].figures["stale_read_ratio"] or 0))
    most = {name: each for name, each in reports.items() if name in stale[:CURVES]}
    charts([survival(most), deciles(most)], key="how old", narrowest="24rem")
    if len(stale) > CURVES:
        st.caption(f"The {CURVES} ways with most stale reads.")


def survival(reports: Reports) -> dict:
    """The share of reads that were stale by more than some age."""
    lines = [
        Curve(name, *columns(each.survival, "age_s", "share"), marks=False)
        for name, each in reports.items()
    ]
    ages_s = [age_s for line in lines for age_s in line.x]
    scale = decades(max(min(ages_s), max(ages_s) / 1e4), max(ages_s)) if ages_s else {}
    axes = Axes("Age t (s)", "P(age > t) (%)", scale)
    note = "Share of all reads that were stale by more than t"
    alt = "; ".join(
        f"{title(n)} {percent(each.survival['share'].iloc[0])}" for n, each in reports.items()
    )
    words = Sheet("Survival of staleness", note, "survival", f"Stale reads: {alt}.", empty=EMPTY)
    return curves(lines, axes, words)


def deciles(reports: Reports) -> dict:
    """The share of stale reads by popularity."""
    lines = [
        Curve(
            name, list(range(1, len(each.deciles) + 1)), each.deciles["stale_read_ratio"].tolist()
        )
        for name, each in reports.items()
    ]
    axes = Axes("Popularity decile, 1 is read most", "Stale reads (%)", {"dtick": 1})
    note = "Keys in ten groups by how often they are read"
    alt = "; ".join(f"{title(line.name)} {percent(line.y[0])} of the hottest" for line in lines)
    words = Sheet("Stale reads by popularity", note, "deciles", f"{alt}.", empty=EMPTY)
    return curves(lines, axes, words)


EMPTY = "no stale reads in this run"


def columns(table: pd.DataFrame, x: str, y: str) -> tuple[list[float], list[float]]:
    """Two columns without what a logarithmic axis cannot show."""
    kept = table[table[x] > 0]
    return kept[x].tolist(), kept[y].tolist()


def promises(reports: Reports) -> None:
    """What single users notice, and how much of the cache is behind."""
    st.subheader("What a user notices", anchor=False)
    charts([figure(reports, name) for name in PROMISES], key="promises", narrowest="17rem")
    users = next(iter(reports.values())).scenario.client.clients
    st.caption(
        f"{number(users)} users send the requests. With fewer users, or hotter keys, more of them "
        "read what they have written themselves."
    )


def behind(reports: Reports) -> None:
    """Entries older than the database's row, over time."""
    with st.expander("Entries behind the database over time", icon=":material/show_chart:"):
        timelines = {name: each.timeline for name, each in reports.items()}
        warmup_s = next(iter(reports.values())).scenario.workload.warmup_s
        totals = {
            name: f"{percent(each.figures['entries_behind_ratio'])} of the entries"
            for name, each in reports.items()
        }
        figures = multiples(timelines, warmup_s, BEHIND, totals)
        charts(figures, key="behind", narrowest="18rem")


def races(scenarios: Mapping[str, Scenario]) -> None:
    """The shortest schedule in which a chosen way serves a stale value."""
    st.header("How it can happen", anchor=False)
    names = list(scenarios)
    chosen = st.selectbox("On a write", names, names.index(RACE), format_func=title, key="race of")
    race_panel(scenarios[chosen])
