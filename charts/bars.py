"""Bars: one figure of several trials, with the closed form beside it where there is one."""

from collections.abc import Mapping
from typing import Any

from charts.theme import INK, MS, Figure, axis, heading, layout, styles

SCALES = {"s": (MS, "ms"), "1": (1.0, "%"), "1/s": (1.0, "1/s")}
"""What a unit is multiplied by for the chart, and its name there; others stay as they are."""
ROW = 27
"""Height of a bar with its gap, in pixels."""
SPACE = "\u2002"
"""Between a bar, or a diamond, and its figure."""
THOUSAND = 1000
LONG_S = 1.0
"""Times are in seconds where one is longer than this."""

Values = Mapping[str, float | None]
Numbers = list[float | None]


def bars(title: str, unit: str, note: str, values: Values, closed: Values | None = None) -> Figure:
    """A bar a trial in the given order, and a diamond where a closed form says something."""
    closed = closed or {}
    scale, shown = scale_of(unit, values)
    looks = styles(values)
    names = [f"{looks[name].mark} {heading(name)}" for name in values]
    numbers = [None if v is None else v * scale for v in values.values()]
    theory = [None if (v := closed.get(name)) is None else v * scale for name in values]
    high = max((each for each in [*numbers, *theory] if each), default=1.0)
    ticks = {"tickformat": "~%"} if unit == "1" else {}
    words = [say(each, unit, shown) for each in numbers]
    has_law = any(each is not None for each in theory)
    traces = [drawn(title, names, numbers, words, [look.colour for look in looks.values()])]
    traces += [diamonds(names, theory)] if has_law else []
    ends = [max(each or 0.0, law or 0.0) for each, law in zip(numbers, theory, strict=True)]
    traces.append(labels(names, ends, [f"{SPACE * (1 + has_law)}{each}" for each in words]))
    return {
        "data": traces,
        "layout": layout(
            76 + ROW * len(names),
            xaxis=axis(f"{title} ({shown})", range=[0, high * 1.4], nticks=5, **ticks),
            yaxis=axis("", autorange="reversed", showgrid=False, ticks=""),
            hovermode="closest",
            showlegend=has_law,
            margin={"l": 10, "r": 10, "t": 30 if has_law else 8, "b": 40},
            meta=told(title, note, rows(f"{title} ({shown})", unit, values, numbers, theory)),
        ),
    }


def scale_of(unit: str, values: Values) -> tuple[float, str]:
    """What the values are multiplied by, and the unit that makes of them."""
    longest = max((abs(value) for value in values.values() if value is not None), default=0.0)
    if unit == "s" and longest > LONG_S:
        return 1.0, "s"
    return SCALES.get(unit, (1.0, unit or "count"))


def drawn(
    title: str, names: list[str], numbers: list[float | None], words: list[str], colours: list[str]
) -> dict[str, Any]:
    """The bars."""
    return {
        "type": "bar",
        "orientation": "h",
        "name": "Measured",
        "uid": title,
        "x": numbers,
        "y": names,
        "customdata": words,
        "marker": {"color": colours},
        "hovertemplate": "%{y}: %{customdata}<extra></extra>",
    }


def labels(names: list[str], ends: list[float], words: list[str]) -> dict[str, Any]:
    """Each bar's figure, where bar and diamond end."""
    return {
        "type": "scatter",
        "mode": "text",
        "name": "Figures",
        "uid": "figures",
        "x": ends,
        "y": names,
        "text": words,
        "textposition": "middle right",
        "textfont": {"size": 11, "color": INK},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def diamonds(names: list[str], theory: list[float | None]) -> dict[str, Any]:
    """Marks of the closed form."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "Closed form",
        "uid": "closed form",
        "x": theory,
        "y": names,
        "marker": {"symbol": "diamond-open", "size": 12, "color": INK, "line": {"width": 2}},
        "hovertemplate": "closed form %{x:.4~g}<extra></extra>",
    }


def say(value: float | None, unit: str, shown: str = "") -> str:
    """A figure as it stands behind its bar, with the unit that is shown there."""
    if value is None:
        return "none"
    plain = f"{value:,.0f}" if value >= THOUSAND else f"{value:.3g}"
    text = f"{value * 100:.3g} %" if unit == "1" else plain
    return f"{text} {shown}" if shown in {"s", "ms"} else text


def told(title: str, note: str, table: list[list[str]]) -> dict[str, Any]:
    """The words that travel with the figure, and its table."""
    spoken = "; ".join(f"{row[0]} {row[1]}" for row in table[1:])
    return {
        "title": title,
        "note": note,
        "file": title.lower().replace(" ", "-").replace(",", ""),
        "alt": f"{title}: {spoken}.",
        "mark": "",
        "colour": INK,
        "table": table,
    }


def rows(
    head: str, unit: str, values: Values, numbers: Numbers, theory: Numbers
) -> list[list[str]]:
    """The figures as a table, with the closed form where there is one."""
    closed = any(each is not None for each in theory)
    found = [["", head, *(["Closed form"] if closed else [])]]
    for name, value, law in zip(values, numbers, theory, strict=True):
        found.append([heading(name), say(value, unit), *([say(law, unit)] if closed else [])])
    return found
