"""Presets: published workloads as settings, with their source and with what was left out."""

from functools import cache

from simulator.presets import cachebench, facebook, twitter, ycsb
from simulator.presets.preset import Preset

__all__ = ["Preset", "presets"]


@cache
def presets() -> dict[str, Preset]:
    """Every preset by its name."""
    shelves = (ycsb.presets(), twitter.presets(), cachebench.presets(), facebook.presets())
    return {each.name: each for shelf in shelves for each in shelf}
