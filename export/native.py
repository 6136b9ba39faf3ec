"""Plotly figures as PowerPoint's own charts: what is drawn, which data, which looks."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from charts.theme import COLOURWAY, Figure
from export.points import axis_of, number, pairs, series, title

Trace = Mapping[str, Any]
SPREAD = 15
"""Pixels of a dash from which it is a long one."""
HEX = 7
"""Letters of a colour such as #0072b2."""


class Panel(NamedTuple):
    """The traces of a figure that share a vertical axis: one chart."""

    across: Mapping[str, Any]
    down: Mapping[str, Any]
    traces: tuple[Trace, ...]

    @property
    def bars(self) -> bool:
        """Are they bars with names, rather than points in a plane?"""
        return all(isinstance(each, str) for t in self.traces for p in pairs(t) for each in p[-1:])


def panels(figure: Figure) -> list[Panel]:
    """The charts that a figure becomes; none where its points are no numbers in a plane."""
    if figure["layout"]["meta"].get("diagram"):
        return []
    drawn = sorted(series(figure), key=lambda trace: axis_of(trace, "y"))
    found = [panel(figure, tuple(group)) for _, group in groupby(drawn, lambda t: axis_of(t, "y"))]
    return [each for each in found if fits(each)]


def panel(figure: Figure, traces: tuple[Trace, ...]) -> Panel:
    """Traces with their axes, which know their titles."""
    page = figure["layout"]
    across, down = (page.get(axis_of(traces[0], letter), {}) for letter in "xy")
    titled = {"text": title(page, "x", traces[0])}, {"text": title(page, "y", traces[0])}
    return Panel({**across, "title": titled[0]}, {**down, "title": titled[1]}, traces)


def fits(each: Panel) -> bool:
    """Are all points numbers in a plane, or all bars with names?"""
    points = [p for t in each.traces for p in pairs(t)]
    plane = all(number(x) is not None and number(y) is not None for x, y in points)
    named = all(number(x) is not None and isinstance(y, str) for x, y in points)
    return bool(points) and (plane or named)


def data_of(each: Panel) -> tuple[Any, Any]:
    """The kind of chart and its data."""
    if not each.bars:
        data = XyChartData()
        for trace in each.traces:
            line = data.add_series(trace.get("name", ""))
            for x, y in pairs(trace):
                line.add_data_point(number(x), number(y))
        return XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, data
    names = list(dict.fromkeys(y for t in each.traces for _, y in pairs(t)))
    found = CategoryChartData()
    found.categories = names
    for trace in each.traces:
        values = {y: number(x) for x, y in pairs(trace)}
        found.add_series(trace.get("name", ""), [values.get(name) for name in names])
    return XL_CHART_TYPE.BAR_CLUSTERED, found


def dress(chart: Chart, each: Panel) -> None:
    """Titles, scales, colours and dashes as in the figure."""
    chart.font.size = Pt(12)
    chart.has_title = False
    chart.has_legend = len(each.traces) > 1
    if chart.legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    names = (chart.category_axis, chart.value_axis)
    own = (each.down, each.across) if each.bars else (each.across, each.down)
    for axis, look in zip(names, own, strict=True):
        dress_axis(axis, look)
    chart.category_axis.reverse_order = each.bars
    for place, (line, trace) in enumerate(zip(chart.plots[0].series, each.traces, strict=True)):
        paint(line, trace, COLOURWAY[place % len(COLOURWAY)])


def dress_axis(axis: Any, look: Mapping[str, Any]) -> None:
    """The title, percent where it is one, powers of ten where they are."""
    text = look["title"]["text"]
    axis.has_title = bool(text)
    if text:
        axis.axis_title.text_frame.text = text
    if "%" in str(look.get("tickformat", "")):
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0%", False
    if look.get("type") == "log":
        base = OxmlElement("c:logBase")
        base.set("val", "10")
        axis._element.find("{*}scaling").insert(0, base)  # noqa: SLF001 - it has no public name


def paint(line: Any, trace: Trace, usual: str) -> None:
    """A series in its figure's colour and dash; bars each in their own."""
    fills = trace.get("marker", {}).get("color")
    if trace.get("type") == "bar" and isinstance(fills, list):
        for place, colour in enumerate(fills):
            fill = line.points[place].format.fill
            fill.solid()
            fill.fore_color.rgb = rgb(colour, usual)
        return
    look = trace.get("line", {})
    colour = rgb(look.get("color") or fills, usual)
    if "markers" in trace.get("mode", "") and hasattr(line, "marker"):
        line.marker.format.fill.solid()
        line.marker.format.fill.fore_color.rgb = colour
    line.format.line.color.rgb = colour
    line.format.line.width = Pt(look.get("width", 2))
    line.format.line.dash_style = dash_of(str(look.get("dash", "solid")))


def rgb(colour: Any, usual: str) -> RGBColor:
    """A colour as PowerPoint has it."""
    known = isinstance(colour, str) and colour.startswith("#") and len(colour) == HEX
    found: RGBColor = RGBColor.from_string((colour if known else usual)[1:].upper())
    return found


def dash_of(dash: str) -> Any:
    """The nearest dash that PowerPoint has."""
    if dash == "solid":
        return None
    lengths = [float(part.removesuffix("px")) for part in dash.split(",") if part[:1].isdigit()]
    if sum(lengths) >= SPREAD:
        return MSO_LINE.LONG_DASH
    return (
        MSO_LINE.DASH
        if max(lengths, default=0) > min(lengths, default=0) * 2
        else MSO_LINE.ROUND_DOT
    )


def lines_of(figure: Figure) -> Iterator[list[str]]:
    """A figure that is no native chart, as the table behind it."""
    yield from ([str(cell) for cell in row] for row in figure["layout"]["meta"].get("table", ()))
