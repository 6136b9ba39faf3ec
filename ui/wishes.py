"""The form of the advisor: limits, what may be moved, the aim; or a documented task."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from advice import Limit, Move, Task
from advice.moves import check_ends
from advice.shelf import TASKS
from advice.words import bound
from metrics import DECLARATIONS
from simulator import ScenarioError
from strategies.shelf import STRATEGIES
from ui.axes import ends, in_unit, is_log, is_number, offered, value_of
from ui.bench import Bench
from ui.fields import is_whole, tag_value, title

OWN = "Your own limits, in the world at the left"
USUAL = {
    "latency_read_s_p99": 0.06,
    "stale_read_ratio": 0.02,
    "staleness_age_s_p95": 10.0,
    "db_read_rps": 100.0,
    "db_utilisation": 0.5,
    "hit_ratio": 0.9,
    "lost_writes": 0.0,
    "cache_entries_peak": 5000.0,
    "stampede_peak": 4.0,
    "latency_write_s_p99": 0.1,
}
"""What is limited most often, each with a number to begin with."""
STACKS = (
    "none",
    "single-flight",
    "ttl-jitter",
    "ttl-jitter+single-flight",
    "lock",
    "lease",
    "xfetch",
    "single-flight+stale-while-revalidate",
)
"""Stacks of protections that are offered."""
MOST_MOVES = 4


def choose(bench: Bench) -> Task | None:
    """The task as the visitor states it; None where it is none, and the page has said why."""
    names = {OWN: None} | {task.title: task for task in TASKS.values()}
    label = st.selectbox("Question", list(names), key="advice task", persist_state="session")
    task = names.get(label or OWN)
    if task is not None:
        describe(task)
        return task
    try:
        return stated(bench)
    except ScenarioError as error:
        st.warning(f"{error}.", icon=":material/info:")
        return None


def describe(task: Task) -> None:
    """A documented task in words."""
    limits = " and ".join(bound(each) for each in task.limits)
    moves = ", ".join(spoken(each) for each in task.moves)
    ways = ", ".join(task.variants) if len(task.variants) > 1 else ""
    st.markdown(task.why)
    st.caption(f"Limits: {limits}. May be moved: {', '.join(filter(None, [moves, ways]))}.")


def spoken(move: Move) -> str:
    """A move in words."""
    if move.values:
        return f"`{move.path}` among {', '.join(map(str, move.values))}"
    return f"`{move.path}` from {move.low:g} to {move.high:g}"


def stated(bench: Bench) -> Task:
    """The task in the form; raises ScenarioError."""
    left, right = st.columns(2, border=True)
    with left:
        limits = limits_of()
    with right:
        moves = moves_of(bench)
        strategies, stacks = ways_of(bench)
    aims = aims_of([each.path for each in moves if not each.values])
    return Task(bench.scenario, limits, moves, aims, strategies, stacks)


def limits_of() -> tuple[Limit, ...]:
    """The limits."""
    usual = ["latency_read_s_p99", "stale_read_ratio"]
    names = st.multiselect(
        "Limits", metrics(), usual, key="advice limits", format_func=named, persist_state="session"
    )
    return tuple(limited(name) for name in names)


def metrics() -> list[str]:
    """Metrics that can be better or worse, the usual ones first."""
    return [*USUAL, *(n for n, d in DECLARATIONS.items() if d.better and n not in USUAL)]


def limited(name: str) -> Limit:
    """One limit with its number."""
    declared = DECLARATIONS[name]
    at_least = declared.better == "higher"
    found = st.number_input(
        f"{declared.title}, {'at least' if at_least else 'at most'}{unit_of(declared.unit)}",
        value=USUAL.get(name, 1.0),
        min_value=0.0,
        format="%g",
        help=declared.description,
        key=f"advice limit {name}",
        persist_state="session",
    )
    return Limit(name, float(found or 0.0), at_least)


def unit_of(unit: str) -> str:
    """A unit behind a label; shares are from 0 to 1."""
    return " (0 to 1)" if unit == "1" else in_unit(unit)


def moves_of(bench: Bench) -> tuple[Move, ...]:
    """What may be moved, and how far."""
    offer = {path: each for path, each in offered(bench).items() if is_number(each[1])}
    usual = [path for path in ("strategy.ttl_s",) if path in offer]
    paths = st.multiselect(
        "May be moved",
        list(offer),
        usual,
        key="advice moves",
        format_func=lambda path: offer[path][0] if path in offer else path,
        max_selections=MOST_MOVES,
        persist_state="session",
    )
    return tuple(moving(bench, path, offer) for path in paths if path in offer)


def moving(bench: Bench, path: str, offer: Mapping[str, Any]) -> Move:
    """One number with its range; raises ScenarioError."""
    label, field = offer[path]
    low, high = ends(field, value_of(bench, path))
    kind = int if is_whole(field) else float
    first, second = st.columns(2)
    with first:
        low = edge(f"{label}, from", kind(low), f"advice low {path}")
    with second:
        high = edge("to", kind(high), f"advice high {path}")
    check_ends(path, low, high)
    return Move(path, low, high, log=is_log(field) and low > 0, whole=is_whole(field))


def edge(label: str, usual: float, key: str) -> float:
    """One end of a range."""
    form = None if isinstance(usual, int) else "%g"
    found = st.number_input(label, value=usual, key=key, format=form, persist_state="session")
    return usual if found is None else found


def ways_of(bench: Bench) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The strategies and the stacks to choose from; none chosen: as they are."""
    own = str(tag_value(bench.scenario.strategy))
    strategies = st.multiselect(
        "Strategies to choose from",
        list(STRATEGIES),
        [],
        key="advice strategies",
        format_func=title,
        placeholder=f"{title(own)}, as it is",
        persist_state="session",
    )
    stacks = st.multiselect(
        "Protections to choose from",
        STACKS,
        [],
        key="advice stacks",
        placeholder="as they are",
        persist_state="session",
    )
    return tuple(strategies), tuple(stacks)


def aims_of(paths: list[str]) -> tuple[str, ...]:
    """What shall be best; the second gives the front its other side."""
    names = [*metrics(), *paths]
    left, right = st.columns(2)
    first = left.selectbox(
        "As good as possible",
        names,
        names.index("db_read_rps"),
        key="advice aim",
        format_func=named,
        persist_state="session",
    )
    rest = [name for name in names if name != first]
    second = right.selectbox(
        "Set against",
        rest,
        rest.index("stale_read_ratio") if "stale_read_ratio" in rest else 0,
        key="advice second aim",
        format_func=named,
        persist_state="session",
    )
    return (first or names[0], second or rest[0])


def named(name: str) -> str:
    """A metric's title; a path as it is."""
    return DECLARATIONS[name].title if name in DECLARATIONS else name
