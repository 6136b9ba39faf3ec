"""The trials of the durability page: write-behind with each value of one setting, on one schedule.

Beside them stands write-through, which acknowledges nothing that the database does not hold.
"""

from simulator import Scenario
from strategies.shelf import carried
from strategies.write_behind_settings import WriteBehindSettings
from ui.bench import Bench
from ui.fields import words

THROUGH = "write-through"
"""The trial without a queue."""
PLAINER = {THROUGH: "write-through-when-full", "none": "no-durability"}
"""What is said for a value that is called like the strategy, or like nobody."""


def trials(bench: Bench) -> dict[str, Scenario]:
    """Write-through, then write-behind with each value of the setting that is varied."""
    own = bench.scenario.strategy
    through = bench.scenario.with_strategy(carried(own, THROUGH))
    behind = carried(own, "write-behind")
    return {THROUGH: through} | {
        name_of(word): bench.scenario.with_strategy(behind.model_copy(update={bench.varied: word}))
        for word in words(WriteBehindSettings.model_fields[bench.varied])
    }


def name_of(word: str) -> str:
    """A trial's name: its value, unless that would be taken for something else."""
    return PLAINER.get(word, word)


def crashes_s(scenario: Scenario) -> list[float]:
    """When each of the faults strikes."""
    workload = scenario.workload
    faults = enumerate(scenario.faults)
    return [
        each.instant_s(workload.warmup_s, workload.duration_s, scenario.seed, place)  # type: ignore[attr-defined]
        for place, each in faults
    ]
