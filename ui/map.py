"""The map of a sweep: heat maps over two axes, lines with bands over one."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from pydantic.fields import FieldInfo

from charts.bands import Band, Frame, bands
from charts.heat import Grid, Scale, Side, heat
from charts.lines import Sheet
from charts.theme import INK, Figure, heading, style
from metrics import DECLARATIONS
from simulator.sweep import Axis, Estimate, Results
from simulator.sweep.axes import declared
from ui import pins
from ui.axes import in_unit, tick
from ui.fields import extra
from ui.verdict import NOTHING, figure_text

CLICKS = "Click a cell to open it in the Playground"
TIMES = {"s": 1000.0}
"""What a metric in seconds is multiplied by on an axis, which then says ms."""


class View(NamedTuple):
    """Which metric is looked at, and the strategy from which differences are told, if any."""

    metric: str
    baseline: str = ""


def picture(results: Results, view: View) -> list[Figure]:
    """The figures of what is known so far; none before anything is."""
    if view.baseline not in results.plan.variants:
        view = view._replace(baseline="")
    if not any(results.estimate(cell, view.metric).n for cell in range(len(results.wanted))):
        return []
    return [lines(results, view)] if len(results.plan.axes) == 1 else maps(results, view)


def found(results: Results, view: View, variant: str, at: tuple[Any, ...]) -> Estimate:
    """What is drawn of a cell: its mean, or its difference from the baseline."""
    cell = results.cell_at(variant, at)
    if not view.baseline:
        return results.estimate(cell, view.metric)
    return results.difference(cell, results.cell_at(view.baseline, at), view.metric)


def shown(results: Results, view: View) -> list[str]:
    """The variants that are drawn: a baseline does not differ from itself."""
    return [name for name in results.plan.variants if name != view.baseline]


def lines(results: Results, view: View) -> Figure:
    """All strategies in one figure."""
    side, axis = side_of(results, 0), results.plan.axes[0]
    unit_of_x = in_unit(unit_at(results, 0)) if is_numeric(axis) else ""
    drawn = [band(results, view, name) for name in shown(results, view)]
    unit = DECLARATIONS[view.metric].unit
    frame = Frame(
        f"{side.title}{unit_of_x}",
        title_of(view),
        log=axis.log,
        percent=unit == "1",
        ticks=() if is_numeric(axis) else side.ticks,
        levels=levels(view),
    )
    return clickable(bands(drawn, frame, sheet(view)))


def levels(view: View) -> dict[str, float]:
    """The metric of the pinned runs, as high as the axis has it; no differences from them."""
    known = {} if view.baseline else pins.values(view.metric)
    return {name: value * size_of(view) for name, value in known.items() if value is not None}


def is_numeric(axis: Axis) -> bool:
    """Can its values be places on an axis?"""
    return all(isinstance(v, int | float) and not isinstance(v, bool) for v in axis.values)


def band(results: Results, view: View, variant: str) -> Band:
    """One strategy's line through the cells that are known."""
    axis, ticks = results.plan.axes[0], side_of(results, 0).ticks
    cells = [found(results, view, variant, (value,)) for value in axis.values]
    done = [place for place, each in enumerate(cells) if each.mean is not None]
    size, places = size_of(view), axis.values if is_numeric(axis) else range(len(ticks))

    def ends(pick: Callable[[Estimate], float | None]) -> list[float]:
        return [size * (pick(cells[n]) or cells[n].mean or 0.0) for n in done]

    return Band(
        variant,
        [places[n] for n in done],
        ends(lambda each: each.mean),
        ends(lambda each: each.low),
        ends(lambda each: each.high),
        [told(cells[n], view, f"{heading(variant)} at {ticks[n]}") for n in done],
    )


def maps(results: Results, view: View) -> list[Figure]:
    """One map a strategy, in the same colours."""
    grids = {name: grid(results, view, name) for name in shown(results, view)}
    scale = common_scale(list(grids.values()), view)
    sides = (side_of(results, 0), side_of(results, 1))
    return [clickable(heat(each, *sides, scale, sheet(view, name))) for name, each in grids.items()]


def grid(results: Results, view: View, variant: str) -> Grid:
    """One strategy's cells by row."""
    across, up = results.plan.axes
    size, values, words = size_of(view), [], []
    for high in up.values:
        row = [found(results, view, variant, (value, high)) for value in across.values]
        values.append([None if each.mean is None else drawable(each, view) * size for each in row])
        words.append([told(each, view) for each in row])
    return Grid(values, words)


def drawable(each: Estimate, view: View) -> float:
    """A mean; a difference that is within its interval is none."""
    mean = each.mean or 0.0
    return mean if not view.baseline or each.differs else 0.0


def common_scale(grids: Sequence[Grid], view: View) -> Scale:
    """The colours' range over all maps."""
    known = [v for each in grids for row in each.values for v in row if v is not None] or [0.0]
    title, percent = title_of(view), DECLARATIONS[view.metric].unit == "1"
    if view.baseline:
        most = max(abs(value) for value in known)
        return Scale(title, -most, most, percent, differences=True)
    return Scale(title, min(known), max(known), percent)


def told(each: Estimate, view: View, where: str = "") -> str:
    """An estimate in words."""
    if each.mean is None:
        return NOTHING
    half = "" if each.half_width is None else f" ± {figure_text(view.metric, each.half_width)}"
    sign = "+" if view.baseline and each.mean > 0 else ""
    text = f"{sign}{figure_text(view.metric, each.mean)}{half}"
    if view.baseline and not each.differs:
        text = f"no difference shown ({text})"
    return f"{where}: {text}" if where else text


def size_of(view: View) -> float:
    """What a metric is multiplied by on an axis."""
    return TIMES.get(DECLARATIONS[view.metric].unit, 1.0)


def title_of(view: View) -> str:
    """A metric's title with its unit, as an axis has it."""
    declared_as = DECLARATIONS[view.metric]
    unit = {"s": "ms", "1": "%"}.get(declared_as.unit, declared_as.unit)
    apart = f", less {heading(view.baseline)}" if view.baseline else ""
    return f"{declared_as.title}{apart}{in_unit(unit)}"


def side_of(results: Results, place: int) -> Side:
    """An axis in words; its ticks bring the unit."""
    unit = unit_at(results, place)
    ticks = [tick(value, unit) for value in results.plan.axes[place].values]
    return Side(field_at(results, place).title or "", ticks)


def unit_at(results: Results, place: int) -> str:
    """The unit of an axis."""
    return str(extra(field_at(results, place)).get("unit", ""))


def field_at(results: Results, place: int) -> FieldInfo:
    """The declaration of what an axis moves."""
    axis = results.plan.axes[place]
    fields = (declared(each, axis.path) for each in results.plan.variants.values())
    return next(each for each in fields if each is not None)


def sheet(view: View, variant: str = "") -> Sheet:
    """The words of one strategy's figure, or of all in one."""
    look, about = style(variant), DECLARATIONS[view.metric].title
    whose = heading(variant) or "all strategies"
    return Sheet(
        heading(variant) or about,
        title_of(view),
        file=f"sweep-{view.metric}-{variant or 'all'}",
        alt=f"{about} of {whose} over the swept parameters; the data table has every cell",
        mark=look.mark if variant else "",
        colour=look.colour if variant else INK,
    )


def clickable(figure: Figure) -> Figure:
    """The figure, which from now on takes clicks."""
    figure["layout"]["meta"]["clicks"] = CLICKS
    return figure


def click(results: Results, view: View, figure: int, x: float, y: float) -> int | None:
    """The cell that was clicked; None where there is none."""
    names = shown(results, view)
    if len(results.plan.axes) == 1:
        at = (nearest(results.plan.axes[0], x),)
        distances = {
            name: abs((each.mean or 0.0) * size_of(view) - y)
            for name in names
            if (each := found(results, view, name, at)).mean is not None
        }
        return results.cell_at(min(distances, key=distances.__getitem__), at) if distances else None
    across, up = (each.values for each in results.plan.axes)
    column, row = round(x), round(y)
    if not (0 <= column < len(across) and 0 <= row < len(up)):
        return None
    return results.cell_at(names[figure], (across[column], up[row]))


def nearest(axis: Axis, x: float) -> Any:
    """The value of an axis that is drawn nearest to a place."""
    if is_numeric(axis):
        return min(axis.values, key=lambda value: abs(value - x))
    return axis.values[min(max(round(x), 0), len(axis.values) - 1)]
