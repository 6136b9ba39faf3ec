"""Sequence diagrams: who asks whom for what, step by step downwards, and who holds what."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from charts.lifelines import badges, ends, lifelines, outdated
from charts.lines import Sheet
from charts.message import LOOKS, Look, Message, spoken
from charts.theme import INK, MS, Figure, axis, layout

ROW = 38
"""Height of a step in pixels."""
ABOVE = 0.24
"""A label stands so far above its arrow, in steps."""
BESIDE = 0.08
"""The label of what stays on its lifeline stands so far beside it, in gaps."""
CUT = 0.35
"""So much is missing of an arrow that is lost."""
LONG_MS = 1000
"""From here on milliseconds have no fractions."""
MANY = 5
"""From so many lifelines on, their numbers go below their names."""

Spans = Sequence[tuple[int, Message, float, float]]
"""Messages with their step and where their arrows begin and end."""


def sequence(
    lines: Sequence[str], start: Mapping[str, str], messages: Sequence[Message], sheet: Sheet
) -> Figure:
    """Lifelines from left to right, messages from top to bottom in the order given.

    `start` says what lifelines hold at first: those keep something, the others act. Steps are
    evenly spaced; with times, each is labelled with the time since the first one.
    """
    places = {name: place for place, name in enumerate(lines)}
    traces = [
        *lifelines(places, start, messages),
        *outdated(places, messages),
        *arrows(places, messages),
        *ends(places, messages),
        *badges(places, start, messages),
        labels(places, messages),
    ]
    more = {"table": table(start, messages), "height": height(messages), "diagram": True}
    words = sheet.meta() | more
    return {"data": traces, "layout": page(lines, messages, words)}


def height(messages: Sequence[Message]) -> int:
    """The figure's height in pixels."""
    return ROW * (len(messages) + 1) + 130


def page(lines: Sequence[str], messages: Sequence[Message], words: dict[str, Any]) -> Figure:
    """The lifelines' names on top, steps or times at the left, the legend below; no zoom."""
    still = {"showgrid": False, "fixedrange": True}
    across = {"tickvals": list(range(len(lines))), "range": [-0.42, len(lines) - 0.58]}
    names = [heading(name, len(lines)) for name in lines]
    down = {"tickvals": list(range(1, len(messages) + 1)), "ticktext": clock(messages)}
    return layout(
        height(messages),
        xaxis=axis("", side="top", ticktext=names, tickangle=0, **across, **still)
        | {"tickfont": {"size": 12, "color": INK}},
        yaxis=axis(unit(messages), range=[len(messages) + 0.9, -0.6], **down, **still),
        hovermode="closest",
        dragmode=False,
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 0, "yanchor": "top", "font": {"size": 11}},
        margin={"l": 36, "r": 4, "t": 44, "b": 70},
        meta=words,
    )


def heading(name: str, count: int) -> str:
    """A lifeline's name; its number goes below it where there is little room."""
    name = name[:1].upper() + name[1:]
    return name.replace(" ", "<br>") if count >= MANY else name


def timed(messages: Sequence[Message]) -> bool:
    """Are there times?"""
    return bool(messages) and messages[0].at_s is not None


def unit(messages: Sequence[Message]) -> str:
    """What stands at the left."""
    return "Time since the first step (ms)" if timed(messages) else "Step"


def clock(messages: Sequence[Message]) -> list[str]:
    """The number of each message, or its time since the first one in milliseconds."""
    if not timed(messages):
        return [str(step) for step in range(1, len(messages) + 1)]
    instants = [message.at_s or 0.0 for message in messages]
    return [in_ms(at_s - instants[0]) for at_s in instants]


def in_ms(span_s: float) -> str:
    """Milliseconds with four digits that count, the whole ones all."""
    return f"{span_s * MS:,.0f}" if span_s * MS >= LONG_MS else f"{span_s * MS:.4g}"


def spans(places: Mapping[str, int], messages: Sequence[Message]) -> Spans:
    """Where each arrow begins and ends; a lost one ends before its target."""
    found = []
    for step, message in enumerate(messages, 1):
        begin, end = places[message.source], places[message.target]
        found.append((step, message, begin, end - message.lost * CUT * (end - begin)))
    return found


def arrows(places: Mapping[str, int], messages: Sequence[Message]) -> Iterator[dict[str, Any]]:
    """A trace for each kind of arrow that occurs."""
    for name, look in LOOKS.items():
        drawn = [each for each in spans(places, messages) if each[1].kind == name]
        if drawn:
            yield arrow(drawn, name, look)


def arrow(drawn: Spans, name: str, look: Look) -> dict[str, Any]:
    """The arrows of one kind; what stays on its lifeline is a dot."""
    heads = ["circle" if message.stays else look.head for _, message, _, _ in drawn]
    edge = {"color": look.colour, "width": 2.5 if look.head.startswith("x") else 0}
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": look.name,
        "uid": name,
        "x": [x for _, _, begin, end in drawn for x in (begin, end, None)],
        "y": [y for step, _, _, _ in drawn for y in (step, step, None)],
        "line": {"color": look.colour, "dash": look.dash, "width": look.width},
        "marker": {
            "symbol": [symbol for head in heads for symbol in ("circle", head, "circle")],
            "size": [size for head in heads for size in (0, 8 if head == "circle" else 12, 0)],
            "color": look.colour,
            "opacity": 1,
            "angleref": "previous",
            "line": edge,
        },
        "text": [text for step, m, _, _ in drawn for text in [spoken(step, m)] * 3],
        "hovertemplate": "%{text}<extra></extra>",
    }


def labels(places: Mapping[str, int], messages: Sequence[Message]) -> dict[str, Any]:
    """Each message's label, in the first gap beside its source, or beside its dot."""
    last = max(places.values())
    x, y, sides = [], [], []
    for step, _, begin, end in spans(places, messages):
        way = (end > begin) - (end < begin)
        beside = -BESIDE if begin == last else BESIDE
        x.append(begin + (way * 0.5 or beside))
        y.append(step - ABOVE * abs(way))
        sides.append("middle center" if way else "middle left" if beside < 0 else "middle right")
    return {
        "type": "scatter",
        "mode": "text",
        "name": "labels",
        "uid": "labels",
        "x": x,
        "y": y,
        "text": [f"<b>{m.label}</b>" if m.stale else m.label for m in messages],
        "textposition": sides,
        "textfont": {"size": 11, "color": [LOOKS[m.kind].colour for m in messages]},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def table(start: Mapping[str, str], messages: Sequence[Message]) -> list[list[str]]:
    """The diagram as a table: a row a step, with what is held after it."""
    head = [unit(messages), "From", "To", "What", "Remark", *(f"{name} holds" for name in start)]
    rows, held = [head], dict(start)
    for moment, m in zip(clock(messages), messages, strict=True):
        held |= {name: text for name, text in m.holds.items() if name in held}
        rows.append([moment, m.source, m.target, m.label, remark(m), *held.values()])
    return rows


def remark(message: Message) -> str:
    """What is special about a message."""
    remarks = ["lost" * message.lost, "stale answer" * message.stale, message.done]
    return ", ".join(filter(None, remarks))
