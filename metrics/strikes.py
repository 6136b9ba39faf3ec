"""Strikes: when the faults of a scenario hit a run, for how long, and how that is said."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from metrics.words import number, readable

UNTOLD = ("name", "at_s", "for_s")
UNITS = {"s": "s", "rps": "1/s"}
"""Units by the last part of a setting's name."""


class Strike(NamedTuple):
    """A fault in a run: from when to when, both the same where it takes no time."""

    name: str
    start_s: float
    end_s: float
    settings: str = ""

    @property
    def told(self) -> str:
        """What happens, within a sentence."""
        name = self.name.replace("-", " ")
        lasts = f" for {readable(self.end_s - self.start_s, 's')}" if self.lasts else ""
        return f"{name}{lasts}{', ' if self.settings else ''}{self.settings}"

    @property
    def lasts(self) -> bool:
        """Does it take any time?"""
        return self.end_s > self.start_s


def strikes(scenario: Any) -> tuple[Strike, ...]:
    """The faults of a scenario as they strike, in the order of time, up to the last arrival."""
    span = (scenario.workload.warmup_s, scenario.workload.duration_s)
    found = []
    for place, fault in enumerate(scenario.faults):
        start_s = fault.instant_s(*span, scenario.seed, place)
        end_s = min(start_s + (getattr(fault, "for_s", None) or 0.0), span[1])
        settings = ", ".join(worded(fault.model_dump()))
        found.append(Strike(fault.name, start_s, end_s, settings))
    return tuple(sorted(found, key=lambda each: each.start_s))


def worded(settings: dict[str, Any]) -> Iterator[str]:
    """A fault's own settings in words: `kind` by its value alone, the others with their names."""
    for name, value in settings.items():
        if name in UNTOLD or value is None:
            continue
        head, _, last = name.rpartition("_")
        plain = (head if last in UNITS else name).replace("_", " ")
        if isinstance(value, bool):
            yield plain if value else f"no {plain}"
        elif isinstance(value, str):
            yield value if name == "kind" else f"{plain} {value}"
        elif last == "share" or name == "share":
            yield f"{plain} {readable(value, '1')}"
        else:
            yield f"{plain} {readable(value, UNITS[last]) if last in UNITS else number(value)}"
