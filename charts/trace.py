"""Charts of a trace: hit ratio by cache size, working set, popularity, time between requests."""

from collections.abc import Sequence
from math import log10
from typing import Any, NamedTuple

from charts.theme import Figure, axis, decades, layout

BLUE, ORANGE, GREEN, GREY = "#0072b2", "#d55e00", "#009e73", "#666666"
HEIGHT = 300
PERCENT = {"tickformat": ".0%", "range": [0, 1.03]}
FROM_ZERO = {"rangemode": "tozero"}
LEAST = 1e-9


class Series(NamedTuple):
    """One line: its name, its points, its looks."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    colour: str
    dash: str = "solid"


class Words(NamedTuple):
    """A figure's title, the line below it, its file, and what it shows in a sentence."""

    title: str
    note: str
    file: str
    alt: str


def hit_ratio_curve(entries: Sequence[float], hit_ratio: Sequence[float]) -> Figure:
    """The hit ratio of an LRU cache of every size."""
    told = ", ".join(
        f"{hit_ratio[place]:.1%} with {entries[place]:,.0f}" for place in marks(len(entries))
    )
    words = Words(
        "Hit ratio by cache size",
        "An LRU cache of that many entries, every request a read, without TTL",
        "hit-ratio-curve",
        f"Hit ratio by entries: {told}.",
    )
    line = Series("Hit ratio", entries, hit_ratio, BLUE)
    return figure(
        words,
        [line],
        log_of("Cache size (entries)", entries),
        axis("Hit ratio (%)", **PERCENT),
        ".1%",
    )


def working_set(
    start: Sequence[float], keys: Sequence[float], new_keys: Sequence[float], unit: str
) -> Figure:
    """Different keys, and keys never seen before, by window."""
    width = start[1] - start[0] if len(start) > 1 else 0
    words = Words(
        "Working set",
        f"Different keys in each window of {width:.4g} {unit}, and those never seen before",
        "working-set",
        f"Different keys in a window: from {min(keys):,.0f} to {max(keys):,.0f}.",
    )
    lines = [
        Series("Different keys", start, keys, BLUE),
        Series("New keys", start, new_keys, ORANGE, "7px,2px"),
    ]
    across = axis(f"Since the start ({unit})", hoverformat=".4~g")
    return figure(words, lines, across, axis("Keys (count)", **FROM_ZERO), ",.4~g")


def popularity(rank: Sequence[float], requests: Sequence[float], exponent: float) -> Figure:
    """Requests of the key of each rank, and the fitted law."""
    total = (
        sum(
            (b - a) * (y + z) / 2
            for a, b, y, z in zip(rank, rank[1:], requests, requests[1:], strict=False)
        )
        + requests[0]
    )
    law = [each**-exponent for each in rank]
    area = (
        sum((b - a) * (y + z) / 2 for a, b, y, z in zip(rank, rank[1:], law, law[1:], strict=False))
        + law[0]
    )
    words = Words(
        "Popularity",
        f"Requests of the key of each rank; dashed: Zipf with the fitted exponent {exponent:.2f}",
        "popularity",
        f"The most popular key has {requests[0]:,.0f} requests, the least {requests[-1]:,.0f}; "
        f"Zipf exponent {exponent:.2f}.",
    )
    fitted = [each * total / area for each in law]
    lines = [
        Series("Requests", rank, requests, BLUE),
        Series(f"Zipf {exponent:.2f}", rank, fitted, GREY, "7px,3px"),
    ]
    down = log_of("Requests (count)", [*requests, *fitted])
    return figure(words, lines, log_of("Rank", rank), down, ",.4~g")


def reuse(least: Sequence[float], requests: Sequence[float], unit: str) -> Figure:
    """How long after its last request a key is asked for again: the share by then."""
    whole = sum(requests)
    shares, so_far = [], 0.0
    for each in requests:
        so_far += each / whole
        shares.append(so_far)
    after = [max(each * 2**0.5, LEAST) for each in least]
    half = next(x for x, share in zip(after, shares, strict=True) if share >= 1 / 2)
    words = Words(
        "Time between requests of a key",
        "Share of the repeated requests that come within so long of the last one",
        "reuse-times",
        f"Half of the repeated requests come within {half:.3g} {unit}.",
    )
    line = Series("Share", after, shares, GREEN)
    across = log_of(f"Since the key's last request ({unit})", after)
    return figure(words, [line], across, axis("Requests (%)", **PERCENT), ".1%")


def figure(
    words: Words,
    lines: Sequence[Series],
    across: dict[str, Any],
    down: dict[str, Any],
    hover: str,
) -> Figure:
    """Lines on two axes."""
    head = [across["title"]["text"], *(line.name for line in lines)]
    rows = zip(lines[0].x, *(line.y for line in lines), strict=True)
    return {
        "data": [drawn(line, hover) for line in lines],
        "layout": layout(
            HEIGHT,
            xaxis=across,
            yaxis=down,
            showlegend=len(lines) > 1,
            margin={"l": 58, "r": 10, "t": 46 if len(lines) > 1 else 24, "b": 44},
            meta=words._asdict()
            | {"mark": "", "colour": "", "subject": "", "table": [head, *shown(rows)]},
        ),
    }


def drawn(line: Series, hover: str) -> dict[str, Any]:
    """One line."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": line.name,
        "uid": line.name,
        "x": [short(each) for each in line.x],
        "y": [short(each) for each in line.y],
        "line": {"color": line.colour, "dash": line.dash, "width": 2},
        "hovertemplate": f"%{{y:{hover}}}",
    }


def shown(rows: Any) -> list[list[str]]:
    """The figure's table."""
    return [[f"{short(each):,.6g}" for each in row] for row in rows]


def short(value: float) -> float:
    """A number with five digits that count."""
    return float(f"{value:.5g}")


def log_of(title: str, values: Sequence[float]) -> dict[str, Any]:
    """A logarithmic axis that holds all values, with its powers of ten where there are many."""
    low, high = max(min(values), LEAST), max(*values, LEAST)
    ticks = decades(low, high)
    if log10(high / low) > len("0123456"):
        ticks["tickvals"] = ticks["tickvals"][::3]
    return axis(title, **ticks)


def marks(n: int) -> list[int]:
    """Places that stand for a whole curve: a quarter, a half, three quarters, the end."""
    return sorted({(n - 1) * quarter // 4 for quarter in (1, 2, 3, 4)})
