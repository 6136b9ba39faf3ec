"""The results: what is known of every cell so far, as estimates and as tidy tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from simulator.scenario import Scenario
from simulator.sentences import ScenarioError
from simulator.sweep.estimates import (
    Estimate,
    Figure,
    Figures,
    difference,
    estimate,
    needed,
)
from simulator.sweep.plan import Cell, Plan, protections_of

SETTLED = "settled_s"
"""The figure that says when a run had settled."""
FORMATS = (".csv", ".parquet")


class Standing(NamedTuple):
    """How far a sweep is. Runs done include those that were known before."""

    cells_done: int
    cells: int
    runs_done: int
    runs: int


class Results:
    """A plan and the figures of its runs by hash; grows while the sweep goes on.

    One thread adds, others may read: what is added is never taken away.
    """

    def __init__(self, plan: Plan) -> None:
        """Nothing is known yet; every cell wants the plan's replications."""
        self.plan = plan
        self.wanted = [plan.replications] * len(plan.cells)
        self.figures: dict[str, Figures] = {}
        self.hashes: dict[tuple[int, int], str] = {}

    def hash_of(self, cell: int, replication: int) -> str:
        """The hash of one run of a cell."""
        place = (cell, replication)
        if place not in self.hashes:
            self.hashes[place] = self.plan.cells[cell].run(replication).hash()
        return self.hashes[place]

    def runs_of(self, cell: int) -> list[str]:
        """The hashes of the runs that a cell wants, in order."""
        return [self.hash_of(cell, more) for more in range(self.wanted[cell])]

    def missing(self) -> dict[str, Scenario]:
        """What is still to be simulated; equal runs of different cells are one."""
        return {
            self.hash_of(cell, more): self.plan.cells[cell].run(more)
            for cell in range(len(self.plan.cells))
            for more in range(self.wanted[cell])
            if self.hash_of(cell, more) not in self.figures
        }

    def standing(self) -> Standing:
        """How far it is."""
        left = [
            sum(name not in self.figures for name in self.runs_of(cell))
            for cell in range(len(self.wanted))
        ]
        runs = sum(self.wanted)
        return Standing(left.count(0), len(left), runs - sum(left), runs)

    def values(self, cell: int, metric: str) -> list[Figure]:
        """A metric of a cell's finished runs, in the order of their seeds."""
        found = (self.figures.get(name) for name in self.runs_of(cell))
        return [figures.get(metric) for figures in found if figures is not None]

    def estimate(self, cell: int, metric: str) -> Estimate:
        """A metric of a cell with its interval."""
        return estimate(self.values(cell, metric))

    def difference(self, cell: int, baseline: int, metric: str) -> Estimate:
        """How far a metric of a cell is from another cell's, paired by seed."""
        pair = zip(self.runs_of(cell), self.runs_of(baseline), strict=False)
        both = [(a, b) for a, b in pair if a in self.figures and b in self.figures]
        ours = [self.figures[a].get(metric) for a, _ in both]
        return difference(ours, [self.figures[b].get(metric) for _, b in both])

    def cell_at(self, variant: str, at: tuple[Any, ...]) -> int:
        """The place of a variant's cell at a point."""
        return self.plan.places[variant, at]

    def want_more(self) -> bool:
        """Ask for replications where an interval is still too wide; is there anything to ask?"""
        precision = self.plan.precision
        if precision is None:
            return False
        before = list(self.wanted)
        for cell, now in enumerate(before):
            values = self.values(cell, precision.metric)
            mean = estimate(values).mean
            wish = precision.half_width * (abs(mean or 0.0) if precision.relative else 1)
            enough = needed(values, wish, precision.most) if mean is not None else now
            self.wanted[cell] = max(now, min(enough, precision.most))
        return self.wanted != before

    def settled_s(self, cell: int) -> float | None:
        """When the median run of a cell had settled; None where half of them never did."""
        values = [float("inf") if v is None else v for v in self.values(cell, SETTLED)]
        middle = sorted(values)[len(values) // 2] if values else float("inf")
        return None if middle == float("inf") else middle

    def runs_table(self) -> pd.DataFrame:
        """One row a finished run: where it stands on the map, its seed, its hash, its figures."""
        rows = [
            {**self.place(cell), "replication": more, "seed": cell.scenario.seed + more}
            | {"scenario_hash": name, **self.figures[name]}
            for number, cell in enumerate(self.plan.cells)
            for more, name in enumerate(self.runs_of(number))
            if name in self.figures
        ]
        return pd.DataFrame(rows)

    def place(self, cell: Cell) -> dict[str, Any]:
        """Where a cell stands on the map."""
        own: Any = cell.scenario.strategy
        stack = "+".join(each.name for each in protections_of(cell.scenario))
        at = {a.path: v for a, v in zip(self.plan.axes, cell.at, strict=True)}
        return {"variant": cell.variant, "strategy": own.name, "protections": stack, **at}

    def cells_table(self, metrics: Iterable[str], baseline: str = "") -> pd.DataFrame:
        """One row a cell and metric: n, mean, interval; with a baseline the paired difference."""
        return pd.DataFrame(list(self.cell_rows(list(metrics), baseline)))

    def cell_rows(self, metrics: Sequence[str], baseline: str) -> Iterator[dict[str, Any]]:
        """The rows of `cells_table`."""
        bases = self.bases(baseline) if baseline else {}
        for number, cell in enumerate(self.plan.cells):
            head = self.place(cell)
            for metric in metrics:
                row = head | {"metric": metric} | told(self.estimate(number, metric))
                if baseline:
                    apart = self.difference(number, bases[cell.at], metric)
                    row |= told(apart, "difference_")
                yield row

    def bases(self, baseline: str) -> Mapping[tuple[Any, ...], int]:
        """The baseline's cell at each point; raises ScenarioError."""
        if baseline not in self.plan.variants:
            known = ", ".join(self.plan.variants)
            raise ScenarioError(f"baseline must be one of {known}, got {baseline!r}; choose one")
        cells = enumerate(self.plan.cells)
        return {cell.at: number for number, cell in cells if cell.variant == baseline}


def told(found: Estimate, head: str = "") -> dict[str, Any]:
    """An estimate as columns."""
    numbers = {"n": found.n, "mean": found.mean, "low": found.low, "high": found.high}
    return {head + name: value for name, value in numbers.items()}


def save(table: pd.DataFrame, path: Path) -> None:
    """Write a table as its file's name says; raises ScenarioError."""
    if path.suffix not in FORMATS:
        known = " or ".join(FORMATS)
        raise ScenarioError(f"a table's file must end in {known}, got {path.name!r}; rename it")
    try:
        if path.suffix == ".csv":
            table.to_csv(path, index=False)
        else:
            table.to_parquet(path, index=False)
    except OSError as error:
        raise ScenarioError(
            f"{str(path)!r} cannot be written ({error.strerror or error}); choose another place"
        ) from None
