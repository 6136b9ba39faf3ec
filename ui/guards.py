"""Controls of the stampede page: which protections are compared, which are stacked, and how."""

from pydantic.fields import FieldInfo

from strategies.shelf import PROTECTIONS
from ui.bench import Bench
from ui.controls import group, several
from ui.fields import shown, tag_value, title


def chooser(bench: Bench) -> None:
    """The protections to compare, and the stack that is tried besides."""
    tried = FieldInfo(title="Side by side", description="Each of these alone.")
    several("guards", tried, list(PROTECTIONS), [tag_value(each) for each in bench.guards])
    stacked = FieldInfo(
        title="Stack",
        description="All of these together, in the order chosen: the first is the outermost.",
    )
    chosen = [tag_value(each) for each in bench.scenario.protections]
    several("protections", stacked, list(PROTECTIONS), chosen)


def settings(bench: Bench) -> None:
    """The settings of every protection that is tried, once, as far as it has any."""
    stack = {tag_value(each): each for each in bench.scenario.protections}
    for each in bench.guards:
        name = tag_value(each)
        if any(True for _ in shown(each)):
            place = f"protections.{name}" if name in stack else name
            group(place, stack.get(name, each), title(name), "shield")
    compared = [tag_value(each) for each in bench.guards]
    for name, own in stack.items():
        if name not in compared and any(True for _ in shown(own)):
            group(f"protections.{name}", own, title(name), "shield")
