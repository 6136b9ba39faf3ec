"""The shelf of causes: every module of this folder that defines one is found by itself."""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping

import metrics.causes
from metrics.causes.base import Cause, Finding
from metrics.family import Number
from metrics.seen import Seen


def find_causes() -> tuple[type[Cause], ...]:
    """Every cause, in the order of its place."""
    names = sorted(m.name for m in pkgutil.iter_modules(metrics.causes.__path__))
    modules = [importlib.import_module(f"metrics.causes.{n}") for n in names if n != "shelf"]
    found = [
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type)
        and issubclass(thing, Cause)
        and thing.__module__ == module.__name__
        and thing is not Cause
    ]
    return tuple(sorted(found, key=lambda cause: cause.place))


CAUSES = find_causes()


def explained(
    causes: Iterable[Cause], seen: Seen, figures: Mapping[str, Number]
) -> tuple[Finding, ...]:
    """What all of them have found, in the order of time."""
    found = [finding for cause in causes for finding in cause.findings(seen, figures)]
    return tuple(sorted(found, key=lambda finding: round(finding.at_s, 9)))
