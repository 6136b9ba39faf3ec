"""The verb `sweep` of the command line: its options, what it prints."""

import argparse
import json
import sys
from math import inf
from pathlib import Path
from typing import Any

from simulator.given import add_source, given_scenario
from simulator.progress import Progress
from simulator.scenario import Scenario
from simulator.sentences import ScenarioError
from simulator.sweep.axes import axis
from simulator.sweep.crew import HERE, opened
from simulator.sweep.figures import checked_metric, figures_of
from simulator.sweep.plan import MOST_REPLICATIONS, Plan, Precision, plan_of
from simulator.sweep.results import FORMATS, Results, save, told
from simulator.sweep.run import sweep
from simulator.sweep.store import Store
from simulator.version import VERSION
from strategies.shelf import STRATEGIES

METRICS = ("hit_ratio", "latency_read_s_p99", "db_read_rps", "stale_read_ratio", "lost_writes")
"""What is printed unless others are asked for."""


def add_sweep(verbs: Any) -> None:
    """The verb with its options."""
    verb = verbs.add_parser("sweep", help="run a scenario over one or two of its parameters")
    add_source(verb)
    add_map(verb)
    add_work(verb)
    verb.set_defaults(verb=print_sweep)


def add_map(verb: argparse.ArgumentParser) -> None:
    """What is swept."""
    many: Any = {"action": "append", "default": []}
    verb.add_argument(
        "--over",
        metavar="PATH=START:STOP:STEPS[:log]",
        help="an axis, at most two; PATH=VALUE,VALUE takes the values given",
        **many,
    )
    names = ",".join(STRATEGIES)
    verb.add_argument("--strategies", help=f"which to compare, as in {names}")
    verb.add_argument(
        "--protections",
        metavar="NAMES",
        help="a stack to compare, outermost first, or none; may be repeated",
        **many,
    )
    verb.add_argument("--replications", type=int, default=5, help="runs of each cell, by default 5")
    verb.add_argument(
        "--precision",
        metavar="METRIC=WIDTH[%]",
        help="add replications until half the interval is at most so wide",
    )
    verb.add_argument("--most", type=int, default=50, help="replications at most, by default 50")


def add_work(verb: argparse.ArgumentParser) -> None:
    """How it is computed and told."""
    verb.add_argument("--metric", action="append", help="what to print; may be repeated")
    verb.add_argument("--baseline", default="", help="tell differences from this strategy or stack")
    verb.add_argument("--executor", default=HERE, help="process, or dask://HOST:PORT")
    verb.add_argument("--workers", type=int, help="processes, by default one a core")
    verb.add_argument("--store", type=Path, help="the file that keeps finished runs")
    verb.add_argument(
        "--out", type=Path, metavar="FILE", help="all runs as a table, .csv or .parquet"
    )
    verb.add_argument("--json", action="store_true", help="print JSON")


def print_sweep(given: argparse.Namespace) -> None:
    """Sweep, then print the cells; what is finished is kept whatever happens."""
    plan = plan_given(given, given_scenario(given))
    metrics = [checked_metric(name) for name in given.metric or METRICS]
    check_options(given, plan)
    results = carried_out(plan, given)
    if given.out:
        save(results.runs_table(), given.out)
    if given.json:
        print(json.dumps(as_json(results, metrics, given.baseline), indent=2))  # noqa: T201
    else:
        table = results.cells_table(metrics, given.baseline)
        print(table.to_string(index=False, na_rep="-", float_format="{:.6g}".format))  # noqa: T201


def plan_given(given: argparse.Namespace, base: Scenario) -> Plan:
    """The plan that the options describe."""
    return plan_of(
        base,
        [axis(text) for text in given.over],
        strategies=[name for name in (given.strategies or "").split(",") if name],
        stacks=[text.replace(",", "+") for text in given.protections],
        replications=given.replications,
        precision=precision_of(given.precision, given.most) if given.precision else None,
    )


def precision_of(text: str, most: int) -> Precision:
    """The precision in `METRIC=WIDTH` or `METRIC=WIDTH%`; raises ScenarioError."""
    metric, _, width = text.partition("=")
    relative = width.endswith("%")
    try:
        half_width = float(width.removesuffix("%")) / (100 if relative else 1)
    except ValueError:
        half_width = 0.0
    if not 0 < half_width < inf:
        raise ScenarioError(
            f"--precision must read METRIC=WIDTH or METRIC=WIDTH%, the width above 0, "
            f"got {text!r}; mend it"
        )
    return Precision(checked_metric(metric), half_width, relative, most)


def check_options(given: argparse.Namespace, plan: Plan) -> None:
    """Raise ScenarioError for what would fail only at the end."""
    if given.baseline:
        Results(plan).bases(given.baseline)
    if given.workers is not None and given.workers < 1:
        raise ScenarioError(f"--workers must be at least 1, got {given.workers}; raise it")
    if not 1 <= given.most <= MOST_REPLICATIONS:
        raise ScenarioError(f"--most must be 1 to {MOST_REPLICATIONS}, got {given.most}; change it")
    if given.out:
        check_file(given.out)


def check_file(path: Path) -> None:
    """Raise ScenarioError where no table can be written."""
    if path.suffix not in FORMATS:
        raise ScenarioError(
            f"--out must end in {' or '.join(FORMATS)}, got {path.name!r}; rename it"
        )
    if not path.parent.is_dir():
        raise ScenarioError(
            f"--out must lie in a folder that exists, got {str(path)!r}; make it or choose another"
        )


def carried_out(plan: Plan, given: argparse.Namespace) -> Results:
    """Sweep with progress on the terminal."""
    progress = Progress("swept", int(plan.requests), sys.stderr)

    def hear(results: Results) -> None:
        standing = results.standing()
        progress(standing.runs_done / standing.runs)

    with Store(given.store) as store, opened(given.executor, given.workers) as crew:
        results = sweep(plan, figures_of, crew, store, hear=hear)
    progress.end()
    return results


def as_json(results: Results, metrics: list[str], baseline: str) -> dict[str, Any]:
    """The map as plain values."""
    bases = results.bases(baseline) if baseline else {}
    cells = []
    for number, cell in enumerate(results.plan.cells):
        found: dict[str, Any] = {m: told(results.estimate(number, m)) for m in metrics}
        if baseline:
            for name in metrics:
                apart = results.difference(number, bases[cell.at], name)
                found[name] |= told(apart, "difference_") | {"differs": apart.differs}
        head = {**results.place(cell), "scenario_hash": cell.scenario.hash()}
        settled = {"settled_s": results.settled_s(number)}
        cells.append(head | {"replications": results.wanted[number]} | settled | {"metrics": found})
    axes = [{"path": each.path, "values": each.values} for each in results.plan.axes]
    return {"version": VERSION, "axes": axes, "cells": cells}
