"""Presets: published workloads as settings, with their source and with what was left out."""

from functools import cache

from simulator.presets import cachebench, facebook, twitter, ycsb
from simulator.presets.preset import Preset
from simulator.sentences import ScenarioError

__all__ = ["Preset", "preset", "presets"]


@cache
def presets() -> dict[str, Preset]:
    """Every preset by its name."""
    shelves = (ycsb.presets(), twitter.presets(), cachebench.presets(), facebook.presets())
    return {each.name: each for shelf in shelves for each in shelf}


def preset(name: str) -> Preset:
    """A preset by its name; raises ScenarioError."""
    known = presets()
    if name not in known:
        heads = ", ".join(dict.fromkeys(each.partition("-")[0] for each in known))
        raise ScenarioError(
            f"a preset's name must be one of {len(known)}, from {heads}, as {next(iter(known))} "
            f"or twitter-52, got {name!r}; the page Traces lists them"
        )
    return known[name]
