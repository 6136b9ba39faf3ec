"""The command line: run a scenario in real time, calibrate, and remove what dead runs left."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from typing import Any

from live.calibrate import Calibration, told_of
from live.cleaning import clean, found_in
from live.errors import Ended, LiveError
from live.fit import fitted
from live.places import Places
from live.probe import calibrate
from live.run import Measured, measure
from metrics import describe, report
from metrics.gap import Gap, gaps
from simulator.__main__ import INTERRUPTED
from simulator.given import BAD_INPUT, Parser, add_source, given_scenario
from simulator.printing import figure
from simulator.repeats import repeats
from simulator.sentences import ScenarioError
from simulator.traces.errors import TraceError
from simulator.version import VERSION

EMBEDDED = "embedded"
"""Stands for no server at all."""
SPARE = "spare"
"""Stands for a `redis-server` that the run starts for itself."""
TERMINATED = 143
"""The exit status after SIGTERM."""
REPEATS = 20
INSIDE = {True: "inside the noise", False: "outside", None: ""}


def main(arguments: list[str] | None = None) -> int:
    """Carry out one verb; answers the exit status."""
    given = parser().parse_args(arguments)
    try:
        given.verb(given)
    except (LiveError, ScenarioError, TraceError) as error:
        print(f"error: {error}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    except Ended:
        return TERMINATED
    except BrokenPipeError:  # whoever read the output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def parser() -> argparse.ArgumentParser:
    """The verbs and their options."""
    top = Parser(prog="python -m live", description=__doc__)
    verbs = top.add_subparsers(required=True, metavar="VERB")
    run = verb(verbs, "run", "run one scenario in real time, its simulation beside it", print_run)
    add_source(run)
    run.add_argument(
        "--repeats", type=int, default=REPEATS, help="simulations, from which the noise is told"
    )
    add_source(verb(verbs, "calibrate", "measure what the real parts take", print_calibration))
    verb(verbs, "clean", "remove what dead runs have left behind", print_cleaning)
    return top


def verb(verbs: Any, name: str, what: str, act: Callable[..., None]) -> argparse.ArgumentParser:
    """One verb with the options that all have."""
    made: argparse.ArgumentParser = verbs.add_parser(name, help=what)
    for part in ("redis", "database"):
        variable = f"{part.upper()}_URL"
        words = "address, embedded or spare" if part == "redis" else "address or embedded"
        rule = f"{words}; default: {variable}, else embedded"
        made.add_argument(f"--{part}", metavar="URL", default=os.environ.get(variable), help=rule)
    made.add_argument("--json", action="store_true", help="print JSON")
    made.set_defaults(verb=act)
    return made


def places_of(given: argparse.Namespace) -> Places:
    """Where cache and database are."""
    spare, none = given.redis == SPARE, {None, "", EMBEDDED}
    redis = None if spare or given.redis in none else given.redis
    return Places(redis, None if given.database in none else given.database, spare=spare)


def progress(share: float) -> None:
    """Tell how far the run is, where a person looks on."""
    if sys.stderr.isatty():
        print(
            f"\r{share:4.0%} measured", end="\n" if share >= 1 else "", file=sys.stderr, flush=True
        )


def print_run(given: argparse.Namespace) -> None:
    """The verb `run`."""
    if given.repeats < 1:
        raise LiveError(f"--repeats must be at least 1, got {given.repeats}; raise it")
    places, scenario = places_of(given), given_scenario(given)
    tell_leftovers(places)
    measured = measure(scenario, places, progress)
    found = beside(measured, given.repeats)
    if given.json:
        print(json.dumps(as_json(measured, found), indent=2))
    else:
        print_measured(measured, found)


def beside(measured: Measured, times: int) -> tuple[Gap, ...]:
    """The measurement beside its simulated twins."""
    twins = [report(log).figures for log in repeats(measured.log.scenario, times)]
    return gaps(report(measured.log).figures, twins)


def as_json(measured: Measured, found: tuple[Gap, ...]) -> dict[str, Any]:
    """A run as plain values."""
    scenario = measured.log.scenario
    return {
        "scenario": scenario.model_dump(mode="json"),
        "scenario_hash": scenario.hash(),
        "version": VERSION,
        "engine": "live",
        "places": measured.places,
        "lateness": measured.lateness._asdict(),
        "database_by_itself": measured.floor._asdict(),
        "incidents": measured.incidents.sentences(),
        "remarks": list(measured.remarks),
        "metrics": {each.metric: each.measured for each in found},
        "gaps": [each._asdict() | {"gap": each.gap, "inside": each.inside} for each in found],
    }


def print_measured(measured: Measured, found: tuple[Gap, ...]) -> None:
    """The table, and what the run is worth."""
    rows = [["metric", "unit", "measured", "simulated", "gap", "noise", ""]]
    for each in found:
        noise = "-" if each.noise is None else figure(each.noise)
        values = (figure(each.measured), figure(each.simulated), figure(each.gap), noise)
        rows.append([each.metric, describe(each.metric)[1], *values, INSIDE[each.inside]])
    print_rows(rows)
    late = measured.lateness
    print(f"\n{measured.places}")
    print(
        f"{late.late_share:.1%} of the requests started more than 1 ms late, "
        f"the latest {late.max_s * 1000:.3g} ms"
    )
    doubt = [late.doubt] if late.doubt else []
    for sentence in (*doubt, *measured.remarks, *measured.incidents.sentences()):
        print(f"note: {sentence}")


def print_rows(rows: list[list[str]]) -> None:
    """A text table: words to the left, numbers to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = [
            cell.rjust(width) if 1 < place < len(row) - 1 else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())


def print_calibration(given: argparse.Namespace) -> None:
    """The verb `calibrate`: what was measured, and the scenario that is told of it."""
    scenario = fitted(given_scenario(given)).scenario
    found: Calibration = calibrate(scenario, places_of(given))
    if given.json:
        told = told_of(scenario, found).model_dump(mode="json")
        print(json.dumps({"calibration": found._asdict(), "scenario": told}, indent=2))
        return
    for name, value in found._asdict().items():
        print(f"{name:14} {figure(value)}")


def print_cleaning(given: argparse.Namespace) -> None:
    """The verb `clean`."""
    places = places_of(given)
    removed = clean(places)
    print(json.dumps({"removed": str(removed)}) if given.json else f"removed: {removed}")


def tell_leftovers(places: Places) -> None:
    """Say that there is something to remove."""
    found = found_in(places)
    if found:
        print(f"note: dead runs left {found}; `python -m live clean` removes it", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
