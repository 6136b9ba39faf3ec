"""The upright parts of a sequence diagram: lifelines, who is busy, who holds what."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from charts.message import DONE, STALE, Message
from charts.theme import GRID, INK, PAPER

BELOW = 0.38
"""What follows from a step stands so far below it, in steps."""

Stroke = tuple[float, float, float]
"""An upright line: its place, its top and its bottom."""


def strokes(found: Sequence[Stroke], name: str, colour: str, width: float) -> dict[str, Any]:
    """Upright lines as one trace."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "uid": name,
        "x": [x for place, _, _ in found for x in (place, place, None)],
        "y": [y for _, top, bottom in found for y in (top, bottom, None)],
        "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def lifelines(
    places: Mapping[str, int], start: Mapping[str, str], messages: Sequence[Message]
) -> Iterator[dict[str, Any]]:
    """All lifelines, and a bar on those that act from their first step to their last."""
    whole = [(float(place), 0.0, len(messages) + 0.7) for place in places.values()]
    yield strokes(whole, "lifelines", GRID, 1.5)
    busy = []
    for name, place in places.items():
        steps = [step for step, m in enumerate(messages, 1) if name in {m.source, m.target}]
        if name not in start and steps:
            busy.append((float(place), steps[0] - 0.12, steps[-1] + 0.12))
    yield strokes(busy, "busy", GRID, 9)


def outdated(places: Mapping[str, int], messages: Sequence[Message]) -> Iterator[dict[str, Any]]:
    """Where a lifeline holds something outdated, if anywhere."""
    found = [
        (float(places[name]), float(step), min(step + 1.0, len(messages) + 0.7))
        for step, message in enumerate(messages, 1)
        for name in sorted(message.outdated)
    ]
    if found:
        yield strokes(found, "holds an outdated version", STALE, 4) | {"showlegend": True}


def badges(
    places: Mapping[str, int], start: Mapping[str, str], messages: Sequence[Message]
) -> Iterator[dict[str, Any]]:
    """What lifelines hold, at the start and wherever it changes."""
    news = [(-0.1, name, text, False) for name, text in start.items() if name in places]
    news += [
        (step + BELOW, name, text, name in message.outdated)
        for step, message in enumerate(messages, 1)
        for name, text in message.holds.items()
        if name in places
    ]
    colours = [STALE if old else INK for _, _, _, old in news]
    yield {
        "type": "scatter",
        "mode": "markers+text",
        "name": "holds",
        "uid": "holds",
        "x": [places[name] for _, name, _, _ in news],
        "y": [y for y, _, _, _ in news],
        "text": [text for _, _, text, _ in news],
        "textfont": {"size": 10, "color": colours},
        "marker": {
            "symbol": "square",
            "size": 15,
            "color": PAPER,
            "opacity": 1,
            "line": {"color": colours, "width": 1.2},
        },
        "hovertext": [f"{name} holds {text}" for _, name, text, _ in news],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "showlegend": False,
    }


def ends(places: Mapping[str, int], messages: Sequence[Message]) -> Iterator[dict[str, Any]]:
    """Where somebody has come to an end: a write acknowledged, a read with a stale answer."""
    found = [(step + BELOW, message) for step, message in enumerate(messages, 1)]
    done = [(places[m.actor], y, m.done) for y, m in found if m.done]
    stale = [(places[m.actor], y, "stale") for y, m in found if m.stale]
    last = max(places.values())
    if done:
        yield ending(done, last, "acknowledged", DONE, "diamond")
    if stale:
        yield ending(stale, last, "stale", STALE, "x") | {"showlegend": False}


def ending(
    found: Sequence[tuple[int, float, str]], last: int, name: str, colour: str, symbol: str
) -> dict[str, Any]:
    """Marks on lifelines, each with its word beside it: at the right, at the last one left."""
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": name,
        "uid": f"end {name}",
        "x": [x for x, _, _ in found],
        "y": [y for _, y, _ in found],
        "text": [f"{text}\u2009" if x == last else f"\u2009{text}" for x, _, text in found],
        "textposition": ["middle left" if x == last else "middle right" for x, _, _ in found],
        "textfont": {"size": 10.5, "color": colour},
        "marker": {"symbol": symbol, "size": 9, "color": colour, "opacity": 1},
        "hovertemplate": "%{text}<extra></extra>",
    }
