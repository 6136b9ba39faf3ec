"""A setting as Python for the `catalog` package: rows behind the advised strategy."""

from typing import Any

from simulator.scenario import Scenario
from strategies.parameters import Settings
from strategies.shelf import PROTECTIONS, STRATEGIES, settings_of

HEAD = '"""Rows behind the advised strategy: {title}."""\n'
BODY = '''
SETTINGS = {settings}


def guards() -> list[Any]:
    """The protections, outermost first; each repository needs its own."""
    return [{guards}]


def repository(name: str, rows: Rows, tier: CacheTier) -> CachedRepository:
    """Some rows behind the cache; `begin` and `end` frame its use."""
    return CachedRepository(name, rows, tier, SETTINGS, guards())
'''
REMEMBER = '''

remember = cached(ttl={ttl}, prefix="{prefix}", null_ttl={null_ttl}, guards=guards())
"""Decorates an async function whose answers live as long."""
'''


def python_of(scenario: Scenario, title: str = "") -> str:
    """A module that makes a `CachedRepository`, and for plain cache-aside a decorator too."""
    own: Any = scenario.strategy
    some: Any = scenario.protections
    kinds: list[type] = [settings_of(STRATEGIES[own.name])]
    for each in some:
        kinds += [PROTECTIONS[each.name], settings_of(PROTECTIONS[each.name])]
    guards = ", ".join(f"{PROTECTIONS[each.name].__name__}({written(each)})" for each in some)
    decorates = own.name == "cache-aside" and own.ttl_s is not None
    body = BODY.format(settings=written(own), guards=guards)
    if decorates:
        body += REMEMBER.format(ttl=own.ttl_s, null_ttl=own.null_ttl_s, prefix="advised")
    return f"{HEAD.format(title=title or own.name)}\n{imports(kinds, decorates=decorates)}{body}"


def imports(kinds: list[type], *, decorates: bool) -> str:
    """The import lines, sorted."""
    pieces = "CachedRepository, CacheTier" + (", cached" if decorates else "")
    by_module: dict[str, set[str]] = {}
    for kind in kinds:
        by_module.setdefault(kind.__module__, set()).add(kind.__name__)
    lines = [f"from {module} import {', '.join(sorted(by_module[module]))}" for module in by_module]
    ours = [f"from catalog import {pieces}", "from catalog.repository import Rows", *sorted(lines)]
    return "from typing import Any\n\n" + "\n".join(ours) + "\n"


def written(settings: Settings) -> str:
    """Settings as a call, with what differs from the defaults; times always."""
    fields = type(settings).model_fields
    told = {
        name: value
        for name, value in settings
        if name != "name" and (value != fields[name].default or name == "ttl_s")
    }
    inside = ", ".join(f"{name}={value!r}" for name, value in told.items())
    return f"{type(settings).__name__}({inside})"
