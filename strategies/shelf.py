"""The shelves: every strategy, protection and fallback, found by looking into their folders."""

import importlib
import pkgutil
from types import ModuleType
from typing import Any

import strategies
import strategies.fallbacks
import strategies.protections
from strategies.base import Strategy
from strategies.fallbacks.base import Fallback
from strategies.parameters import Settings
from strategies.protections.base import Protection


def modules(package: ModuleType, leaving_out: str = "") -> list[ModuleType]:
    """The package's modules but for one, imported, in the order of their names."""
    found = pkgutil.iter_modules(package.__path__)
    names = sorted(each.name for each in found if not each.ispkg and each.name != leaving_out)
    return [importlib.import_module(f"{package.__name__}.{name}") for name in names]


def variants(package: ModuleType, base: type) -> dict[str, Any]:
    """The base's subclasses that the package's modules define, by their public name."""
    classes = (
        thing
        for module in modules(package)
        for thing in vars(module).values()
        if isinstance(thing, type) and thing.__module__ == module.__name__
    )
    found: list[Any] = [c for c in classes if issubclass(c, base) and c is not base]
    return {each.name: each for each in sorted(found, key=lambda each: (each.place, each.name))}


def settings_of(variant: type) -> type[Settings]:
    """The settings class that stands beside a variant: its name with "Settings" appended."""
    module = importlib.import_module(variant.__module__)
    found: type[Settings] = getattr(module, f"{variant.__name__}Settings")
    return found


STRATEGIES: dict[str, type[Strategy]] = variants(strategies, Strategy)
"""Every strategy by name, in teaching order."""

PROTECTIONS: dict[str, type[Protection]] = variants(strategies.protections, Protection)
"""Every protection by name."""

FALLBACKS: dict[str, type[Fallback]] = variants(strategies.fallbacks, Fallback)
"""Every fallback by name, the plainest first."""


def carried(settings: Settings, name: str) -> Settings:
    """Another strategy's settings: what it shares with the given ones, else its defaults."""
    kind = settings_of(STRATEGIES[name])
    shared = (field for field in kind.model_fields if field != "name" and hasattr(settings, field))
    return kind(**{field: getattr(settings, field) for field in shared})
