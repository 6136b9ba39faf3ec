"""The command line: `python -m advice` states limits and gets a setting that keeps them."""

import argparse
import json
import sys
from math import isfinite
from pathlib import Path
from typing import Any

from advice.advice import Advice, advise
from advice.code import python_of
from advice.lab import Lab
from advice.limits import limit
from advice.moves import move
from advice.shelf import PRODUCTS, TASKS
from advice.task import Task
from advice.words import binding, candidates_rows, row, sentence
from simulator.given import BAD_INPUT, Parser, add_source, given_scenario
from simulator.scenario import Scenario
from simulator.sentences import ScenarioError
from simulator.sweep import Store, opened
from simulator.sweep.crew import HERE
from simulator.sweep.plan import variants
from simulator.traces.errors import TraceError
from simulator.version import VERSION

IMPOSSIBLE, INTERRUPTED = 1, 130
"""Exit statuses besides: no setting keeps the limits, Ctrl-C."""
FORMS = ("scenario", "python", *PRODUCTS)


def main(arguments: list[str] | None = None) -> int:
    """Advise; answers the exit status."""
    given = parser().parse_args(arguments)
    try:
        return carried_out(given)
    except (ScenarioError, TraceError) as error:
        print(f"error: {error}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED


def parser() -> argparse.ArgumentParser:
    """The options."""
    top = Parser(prog="python -m advice", description=__doc__)
    add_source(top)
    many: Any = {"action": "append", "default": []}
    top.add_argument("--example", choices=list(TASKS), help="a documented task, in full")
    top.add_argument("--limit", metavar="METRIC<=NUMBER", help="or >=; may be repeated", **many)
    top.add_argument(
        "--move", metavar="PATH[=LOW:HIGH]", help="a parameter that may be set; repeat", **many
    )
    top.add_argument("--strategies", help="which may be chosen, with commas")
    top.add_argument("--protections", metavar="NAMES", help="a stack to choose from", **many)
    top.add_argument(
        "--aim", metavar="NAME", help="what to make best; a second for a front", **many
    )
    top.add_argument("--executor", default=HERE, help="process, or dask://HOST:PORT")
    top.add_argument("--workers", type=int, help="processes, by default one a core")
    top.add_argument("--store", type=Path, help="the file that keeps finished runs")
    top.add_argument("--as", dest="form", choices=FORMS, help="print the setting alone, as this")
    top.add_argument("--json", action="store_true", help="print JSON")
    return top


def carried_out(given: argparse.Namespace) -> int:
    """Advise and print."""
    task = task_given(given)
    if given.workers is not None and given.workers < 1:
        raise ScenarioError(f"--workers must be at least 1, got {given.workers}; raise it")
    with Store(given.store) as store, opened(given.executor, given.workers) as crew:
        found = advise(task, Lab(crew, store))
    chosen = found.recommended
    if given.form and chosen is None:
        print(sentence(found), file=sys.stderr)
    elif given.form and chosen:
        print_form(chosen.scenario, found.task.title, given.form)
    elif given.json:
        print(json.dumps(as_json(found), indent=2))
    else:
        print("\n".join(filter(None, [sentence(found), binding(found)])))
    return 0 if chosen else IMPOSSIBLE


def task_given(given: argparse.Namespace) -> Task:
    """The task of the options; raises ScenarioError."""
    if given.example:
        return TASKS[given.example]
    base = given_scenario(given)
    names = tuple(name for name in (given.strategies or "").split(",") if name)
    stacks = tuple(text.replace(",", "+") for text in given.protections)
    worlds = list(variants(base, list(names), list(stacks)).values())
    return Task(
        base,
        tuple(limit(text) for text in given.limit),
        tuple(move(text, worlds) for text in given.move),
        tuple(given.aim) or ("db_read_rps",),
        names,
        stacks,
    )


def print_form(scenario: Scenario, title: str, form: str) -> None:
    """The recommended setting alone."""
    if form == "scenario":
        print(json.dumps(scenario.model_dump(mode="json"), indent=2))
    elif form == "python":
        print(python_of(scenario, title))
    else:
        written = PRODUCTS[form].translate(scenario)
        print(written.text)
        for note in written.notes:
            print(f"note: {note}", file=sys.stderr)


def as_json(found: Advice) -> dict[str, Any]:
    """Everything as plain values."""
    chosen = found.recommended
    return {
        "version": VERSION,
        "sentence": sentence(found),
        "binding": binding(found),
        "finished": found.finished,
        "runs": found.runs,
        "recommended": None if chosen is None else row(found, chosen),
        "scenario": None if chosen is None else chosen.scenario.model_dump(mode="json"),
        "limits": [
            {
                "limit": str(c.limit),
                "mean": c.estimate.mean,
                "worst": finite(c.worst),
                "kept": c.is_kept,
            }
            for c in found.checks
        ],
        "front": candidates_rows(found, found.front),
    }


def finite(value: float | None) -> float | None:
    """A number that JSON knows; null for a run that was never back."""
    return value if value is not None and isfinite(value) else None


if __name__ == "__main__":
    sys.exit(main())
