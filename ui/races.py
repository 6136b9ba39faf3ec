"""The race explorer on a page: what may happen, the shortest race as a picture and in words."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import pandas as pd
import streamlit as st

from charts.lines import Sheet
from charts.message import Message
from charts.sequence import sequence, table
from charts.theme import Figure
from simulator import Scenario
from simulator.races import Findings, Race, RaceError, Situation, Step, explore
from ui.chart import charts
from ui.fields import tag_value, title

CHOICES: dict[str, dict[str, object]] = {
    "Cached at the start": {"cached": True},
    "Two writers": {"writers": 2},
    "Entry may vanish": {"expires": True},
    "Replica lag": {"replica_lag": True},
    "Lost delete": {"lost_delete": True},
}
"""What may be chosen, and what it changes in a situation that begins with an empty cache."""
HELP = (
    "Without any of these: an empty cache, two readers and one writer of one key. The entry may "
    "vanish (expire or be evicted) once, and one delete may get lost. With replica lag, loads "
    "read a replica that applies each commit later."
)
TITLES = {
    "passing": "Stale while something is on its way",
    "poisoned": "Stale for as long as the entry stays",
}
NONE = "-"
"""What stands for no entry."""


def race_panel(scenario: Scenario) -> None:
    """The shortest races of the scenario's strategy and protections, and what may be changed."""
    st.subheader("The shortest race", anchor=False)
    names = st.pills(
        "What there is and what may happen",
        list(CHOICES),
        selection_mode="multi",
        key="race choices",
        help=HELP,
    )
    try:
        findings = explored(bare(scenario), situation_of(names))
    except RaceError as error:
        st.warning(f"{error}.", icon=":material/info:")
        return
    show(findings, str(tag_value(scenario.strategy)))


def show(findings: Findings, strategy: str) -> None:
    """What was found: pictures, sentences, tables; or that there is nothing to find."""
    if not findings.races:
        st.success(findings.sentence, icon=":material/verified:")
        st.caption("Let something else happen, or choose another strategy or invalidation.")
        return
    charts([figure(race, strategy) for race in findings.races], key="races", narrowest="24rem")
    for race in findings.races:
        st.markdown(f"**{TITLES[race.kind]}.** {race.sentence}")
    with st.expander("Step by step", icon=":material/table:"):
        for race in findings.races:
            st.dataframe(steps(race), hide_index=True, alt=f"{TITLES[race.kind]}, step by step")


def bare(scenario: Scenario) -> Scenario:
    """The rules alone: a race does not depend on traffic, sizes or times."""
    return Scenario(strategy=scenario.strategy, protections=scenario.protections)


@lru_cache(maxsize=200)
def explored(scenario: Scenario, situation: Situation) -> Findings:
    """The races of some rules; those asked for before are remembered."""
    return explore(scenario, situation)


def situation_of(names: Sequence[str]) -> Situation:
    """The situation that a visitor has chosen."""
    fields: dict[str, object] = {"cached": False}
    for name in names:
        fields |= CHOICES[name]
    return Situation.model_validate(fields)


def figure(race: Race, strategy: str) -> Figure:
    """A race as a sequence diagram."""
    sheet = Sheet(
        TITLES[race.kind],
        f"The shortest schedule has {len(race.steps)} steps",
        file=f"race-{strategy}-{race.kind}",
        alt=race.sentence,
        subject=title(strategy),
    )
    return sequence(race.lines, start(race), list(messages(race)), sheet)


def steps(race: Race) -> pd.DataFrame:
    """A race as a table."""
    head, *rows = table(start(race), list(messages(race)))
    return pd.DataFrame(rows, columns=head)


def start(race: Race) -> dict[str, str]:
    """What is held at first, by lifeline."""
    return held(race.lines, race.start)


def held(lines: Sequence[str], holds: tuple[int | None, ...]) -> dict[str, str]:
    """Versions held, by lifeline, as far as they are lifelines of the race."""
    named = zip(("cache", "database", "replica"), holds, strict=True)
    return {name: NONE if v is None else f"v{v}" for name, v in named if name in lines}


def messages(race: Race) -> Iterator[Message]:
    """A race's steps as the arrows of a diagram."""
    before = start(race)
    for step in race.steps:
        after = held(race.lines, step.holds)
        yield Message(
            step.source,
            step.target,
            step.label,
            answer=step.effect == "answer",
            lost=step.lost,
            stale=step.stale is not None,
            done=acknowledged(step),
            holds={name: text for name, text in after.items() if text != before[name]},
            outdated=outdated(race.lines, step),
        )
        before = after


def acknowledged(step: Step) -> str:
    """The write that is acknowledged with a step, in words."""
    versions = [end.version for end in step.ends if end.role == "writer"]
    return ", ".join(f"v{version} acknowledged" for version in versions if version is not None)


def outdated(lines: Sequence[str], step: Step) -> frozenset[str]:
    """Who holds an older version than the newest acknowledged one after a step."""
    named = zip(("cache", "database", "replica"), step.holds, strict=True)
    return frozenset(n for n, v in named if n in lines and v is not None and v < step.newest)
