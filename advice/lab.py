"""The lab: simulates what the store does not know yet, on a crew, and can be stopped."""

from collections.abc import Callable, Iterable

from simulator.scenario import Scenario
from simulator.sweep import Crew, Store
from simulator.sweep.estimates import Figures
from simulator.sweep.figures import figures_of
from simulator.sweep.run import computed, never


def nobody(_: int) -> None:
    """Hears how many runs are done when nobody asks."""


class Lab:
    """Figures of scenarios by hash; what it has found stays in the store for the next advice."""

    def __init__(
        self,
        crew: Crew,
        store: Store,
        *,
        hear: Callable[[int], None] = nobody,
        stopped: Callable[[], bool] = never,
    ) -> None:
        """Nothing is known yet."""
        self.crew, self.store, self.hear, self.stopped = crew, store, hear, stopped
        self.figures: dict[str, Figures] = {}

    def run(self, scenarios: Iterable[Scenario]) -> None:
        """Simulate them; once stopped, some are left out. Raises ScenarioError, TraceError."""
        wanted = {each.hash(): each for each in scenarios}
        missing = {name: each for name, each in wanted.items() if name not in self.figures}
        self.figures |= dict(self.store.find(missing))
        missing = {name: each for name, each in missing.items() if name not in self.figures}
        for found in computed(missing, figures_of, self.crew, self.stopped):
            self.store.keep(found)
            self.figures |= found
            self.hear(len(self.figures))

    def of(self, scenario: Scenario) -> Figures | None:
        """What a run came to; None where it was not reached."""
        return self.figures.get(scenario.hash())
