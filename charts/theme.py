"""One visual language for all charts: colours, dashes, marks, units, the common layout.

Figures are drawn in the light colours; `DARK` says what each becomes on a dark page. The
strategies' colours are those of Okabe and Ito, which colour-blind readers can tell apart, and
each has its dash and its mark besides; the gaps are short, since a long one would look like
missing data. Seconds become milliseconds here and nowhere else.
"""

from collections.abc import Iterable
from math import ceil, floor, log10
from typing import Any, NamedTuple

INK, MUTED, PAPER = "#1f2733", "#5b6675", "#ffffff"
GRID, SHADE = "#e4e8ee", "#eef1f6"
TROUBLE, TROUBLED = "#fce8d6", "#a1500d"
"""The field of a fault in a time line, and its name there."""
GOOD, EXCELLENT = "#8a94a3", "#7d8796"
FONT = "Source Sans, Source Sans 3, system-ui, sans-serif"
WIDE = 30
"""High over low, from which powers of ten are ticks enough."""
MS = 1000.0
"""Milliseconds in a second."""

Figure = dict[str, Any]


class Style(NamedTuple):
    """How a strategy is drawn, everywhere."""

    colour: str
    dash: str
    mark: str


STYLES = {
    "cache-aside": Style("#0072b2", "solid", "●"),
    "write-through": Style("#d55e00", "7px,2px", "■"),
    "write-behind": Style("#009e73", "2px,2px", "◆"),
    "read-ahead": Style("#b8558c", "8px,2px,2px,2px", "▲"),
    "cache-forever": Style("#b97f00", "14px,3px", "✚"),
    "no-cache": Style("#666666", "14px,2px,2px,2px", "✖"),
}
COLOURWAY = [each.colour for each in STYLES.values()]
"""What series take that name no colour, where a figure leaves the house."""
SPARE = (Style("#332288", "solid", "★"), Style("#882255", "4px,2px", "⬟"))
"""For strategies that are not in the list yet."""

GUARDS = {
    "none": STYLES["no-cache"],
    "ttl-jitter": STYLES["cache-forever"],
    "single-flight": STYLES["cache-aside"],
    "lock": STYLES["write-behind"],
    "lease": Style("#00748c", "4px,1px", "⬢"),
    "xfetch": STYLES["read-ahead"],
    "stale-while-revalidate": STYLES["write-through"],
    "stale-if-error": SPARE[1],
    "bulkhead": Style("#5c7a00", "6px,1px,1px,1px", "▼"),
    "circuit-breaker": Style("#332288", "10px,1px,2px,1px", "★"),
}
"""How a protection is drawn: never beside strategies, so it may look like one."""
WAYS = {
    "ttl-only": STYLES["no-cache"],
    "delete-after": STYLES["cache-aside"],
    "delete-before": Style("#7a4a1e", "4px,2px", "▼"),
    "double-delete": STYLES["cache-forever"],
    "update-after": STYLES["read-ahead"],
    "versioned-set": SPARE[1],
    "cdc": GUARDS["bulkhead"]._replace(mark="◀"),
    "write-in-place": STYLES["write-behind"],
    "write-around": SPARE[0],
}
"""How a way of telling the cache of a write is drawn; the lease looks like the protection."""
FLUSHES = {
    "interval": STYLES["write-behind"],
    "first-write": STYLES["cache-aside"],
    "last-write": STYLES["read-ahead"],
    "size": STYLES["cache-forever"],
    "size-or-interval": Style("#7a4a1e", "4px,2px", "▼"),
    "no-durability": STYLES["write-behind"],
    "replica": STYLES["cache-aside"],
    "append-log": STYLES["cache-forever"],
    "flush-first": STYLES["cache-aside"],
    "veto": STYLES["cache-forever"],
    "drop": SPARE[1],
    "block": STYLES["cache-aside"],
    "drop-oldest": SPARE[1],
    "write-through-when-full": STYLES["cache-forever"],
    "node": STYLES["cache-aside"],
}
"""How a variant of write-behind is drawn; those beside each other differ."""
STACK = SPARE[0]
"""How several protections together are drawn."""
KNOWN = STYLES | FLUSHES | WAYS | GUARDS
PINNED, GHOST = "pinned: ", Style(MUTED, "4px,3px", "○")
"""What the names of pinned runs begin with beside others, and how they are drawn there."""

DARK = {
    INK: "#e8ecf2",
    MUTED: "#9aa6b6",
    PAPER: "#0f141b",
    GRID: "#263041",
    SHADE: "#1a2330",
    TROUBLE: "#3b2817",
    TROUBLED: "#f0a66b",
    GOOD: "#6c788a",
    EXCELLENT: "#7a8699",
    "#0072b2": "#56b4e9",
    "#d55e00": "#f0763a",
    "#009e73": "#2fbf94",
    "#b8558c": "#e39ac4",
    "#b97f00": "#f0b429",
    "#666666": "#bbbbbb",
    "#332288": "#afa8f0",
    "#882255": "#d98ba3",
    "#00748c": "#5cc8dd",
    "#5c7a00": "#b3d14d",
    "#7a4a1e": "#c99a6b",
}
"""Each light colour's counterpart on a dark page."""


def style(name: str) -> Style:
    """The colour, dash and mark of a strategy, protection or variant; a new one gets a spare."""
    if name.startswith(PINNED):
        return GHOST
    if " + " in name:
        return STACK
    return KNOWN.get(name) or SPARE[sum(name.encode()) % len(SPARE)]


def styles(names: Iterable[str]) -> dict[str, Style]:
    """The styles of names that are shown together: none of those without one looks like another."""
    named = dict.fromkeys(names)
    given = {name: style(name) for name in named if name.startswith(PINNED) or name in KNOWN}
    free = (each for each in (*STYLES.values(), *SPARE) if each not in given.values())
    return {name: given.get(name) or next(free, style(name)) for name in named}


def heading(name: str) -> str:
    """A name at the head of a chart: ttl-jitter as TTL-jitter."""
    name = name[:1].upper() + name[1:]
    for plain, spelt in (
        ("Ttl", "TTL"),
        ("ttl", "TTL"),
        ("Xfetch", "XFetch"),
        ("xfetch", "XFetch"),
        ("Cdc", "CDC"),
    ):
        name = name.replace(plain, spelt)
    return name


def layout(height: int, **more: Any) -> dict[str, Any]:
    """What all figures have in common."""
    return {
        "height": height,
        "font": {"family": FONT, "size": 12, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "margin": {"l": 58, "r": 10, "t": 24, "b": 40},
        "hovermode": "x unified",
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": GRID, "font": {"color": INK}},
        "legend": {"orientation": "h", "x": 1, "xanchor": "right", "y": 1.08, "yanchor": "bottom"},
        "uirevision": "keep",
        "dragmode": "zoom",
        **more,
    }


def axis(title: str, **more: Any) -> dict[str, Any]:
    """An axis with its title; the unit stands in the title."""
    return {
        "title": {"text": title, "standoff": 8, "font": {"size": 11, "color": MUTED}},
        "gridcolor": GRID,
        "linecolor": GRID,
        "tickfont": {"size": 11, "color": MUTED},
        "zeroline": False,
        "automargin": True,
        **more,
    }


def decades(low: float, high: float) -> dict[str, Any]:
    """A logarithmic axis from low to high: powers of ten, and 2 and 5 between where few."""
    first, last = floor(log10(low)), ceil(log10(high))
    steps = (1,) if high / low > WIDE else (1, 2, 5)
    ticks = [float(f"{step}e{power}") for power in range(first, last + 1) for step in steps]
    extent = [log10(low) - 0.05, log10(high) + 0.05]
    return {"type": "log", "range": extent, "tickvals": ticks, "tickformat": "~g"}


def time_unit(duration_s: float) -> tuple[float, str]:
    """The unit in which a time line of this length is read, and its seconds."""
    if duration_s > 3 * 3600:
        return 3600.0, "h"
    return (60.0, "min") if duration_s > 10 * 60 else (1.0, "s")


def enlarged(figure: Figure, factor: float) -> Figure:
    """A figure for the projector: letters, height and margins so many times as large."""
    if factor == 1:
        return figure
    layout = {**figure["layout"], "height": round(figure["layout"]["height"] * factor)}
    margin = {side: round(room * factor) for side, room in layout["margin"].items()}
    return scaled({**figure, "layout": {**layout, "margin": margin}}, factor)


def scaled(node: Any, factor: float, inside: str = "") -> Any:
    """A part of a figure with the size of each font multiplied."""
    if isinstance(node, dict):
        return {name: scaled(each, factor, f"{inside}.{name}") for name, each in node.items()}
    if isinstance(node, list) and inside.endswith(("annotations", "data")):
        return [scaled(each, factor, inside) for each in node]
    return node * factor if inside.endswith("font.size") else node
