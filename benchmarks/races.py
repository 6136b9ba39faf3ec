"""Explores the races of every strategy with two readers and two writers: states and time.

`python benchmarks/races.py` from the project's folder; processor time, on one core.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

sys.path.insert(0, str(Path(__file__).parents[1]))

from simulator import parse
from simulator.races import Situation, explore
from strategies.cache_aside import Invalidation
from strategies.shelf import STRATEGIES

SITUATIONS = {
    "cached": Situation(writers=2),
    "absent": Situation(writers=2, cached=False),
    "all accidents": Situation(writers=2, expires=True, replica_lag=True, lost_delete=True),
}


def strategies() -> Iterator[dict[str, Any]]:
    """Cache-aside with every invalidation, then the others."""
    for each in get_args(Invalidation):
        yield {"name": "cache-aside", "invalidation": each}
    yield from ({"name": name} for name in STRATEGIES if name != "cache-aside")


def main() -> None:
    """Measure and print."""
    print(f"{'strategy':28}{'situation':16}{'passing':>9}{'poisoned':>10}{'states':>8}{'s':>7}")
    for strategy in strategies():
        name = " ".join(strategy.values())
        for words, situation in SITUATIONS.items():
            started_s = time.process_time()
            found = explore(parse({"strategy": strategy}), situation)
            took_s = time.process_time() - started_s
            lengths = [len(race.steps) if race else 0 for race in (found.passing, found.poisoned)]
            passing, poisoned = (length or "-" for length in lengths)
            print(f"{name:28}{words:16}{passing:>9}{poisoned:>10}{found.states:>8}{took_s:>7.2f}")


if __name__ == "__main__":
    main()
