"""The shelf of metric families: every module of this folder that defines one is found by itself."""

import importlib
import pkgutil

import metrics
from metrics.family import Declaration, Family


def find_families() -> tuple[type[Family], ...]:
    """Every family, in the order of its place."""
    names = sorted(m.name for m in pkgutil.iter_modules(metrics.__path__) if m.name != "shelf")
    modules = [importlib.import_module(f"metrics.{name}") for name in names]
    found = [
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type)
        and issubclass(thing, Family)
        and thing.__module__ == module.__name__
        and thing is not Family
    ]
    return tuple(sorted(found, key=lambda family: family.place))


FAMILIES = find_families()
DECLARATIONS: dict[str, Declaration] = {
    name: declaration for family in FAMILIES for name, declaration in family.declarations.items()
}
"""Every metric by name."""
