"""The command line: the same verbs as the pages. It stands above the package it is started by."""

import argparse
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from metrics import Fold, Report, describe
from metrics.sampling import KeyMisses
from simulator.changes import changed
from simulator.presets import preset
from simulator.progress import Progress
from simulator.recording import options as replay_options
from simulator.run import ENGINES, notes, simulate
from simulator.scenario import Scenario
from simulator.sentences import ScenarioError, parse
from simulator.traces.errors import TraceError
from simulator.version import VERSION
from strategies.shelf import STRATEGIES, carried

BAD_INPUT = 2
"""The exit status after input that does not fit."""
COMPARED = ("strategies", "guards")
"""What pages add to a scenario's file."""
INTERRUPTED = 130
"""The exit status after Ctrl-C."""


def main(arguments: list[str] | None = None) -> int:
    """Carry out one verb; answers the exit status."""
    given = parser().parse_args(arguments)
    try:
        given.verb(given)
    except (ScenarioError, TraceError) as error:
        print(f"error: {error}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read the output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def parser() -> argparse.ArgumentParser:
    """The verbs and their options."""
    top = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    verbs = top.add_subparsers(required=True, metavar="VERB")
    add_run(verbs)
    add_compare(verbs)
    add_replay(verbs)
    schema = verbs.add_parser("schema", help="print the JSON schema of a scenario")
    schema.set_defaults(verb=print_schema)
    return top


def add_run(verbs: Any) -> None:
    """One scenario."""
    run = verbs.add_parser("run", help="run one scenario")
    add_scenario(run)
    run.set_defaults(verb=print_run)


def add_compare(verbs: Any) -> None:
    """Several strategies on the same requests."""
    compare = verbs.add_parser("compare", help="run several strategies on the same requests")
    add_scenario(compare)
    names = ",".join(STRATEGIES)
    compare.add_argument("--strategies", default=names, help=f"which, by default {names}")
    compare.add_argument("--protections", help="names, outermost first, for all strategies")
    compare.set_defaults(verb=print_comparison)


def add_replay(verbs: Any) -> None:
    """A recorded trace, once."""
    replay = verbs.add_parser("replay", help="run a recorded trace, once")
    replay_options.add_options(replay)
    add_scenario(replay)
    replay.set_defaults(verb=print_replay)


def add_scenario(verb: argparse.ArgumentParser) -> None:
    """How a scenario is given, run and printed."""
    add_source(verb)
    verb.add_argument("--engine", choices=list(ENGINES), default="fast")
    verb.add_argument("--json", action="store_true", help="print JSON")


def add_source(verb: argparse.ArgumentParser) -> None:
    """How a scenario is given: what `given_scenario` reads."""
    verb.add_argument("--scenario", metavar="FILE", help="a scenario as JSON; default: defaults")
    verb.add_argument("--preset", metavar="NAME", help="a published workload")
    verb.add_argument(
        "--set",
        metavar="PATH=VALUE",
        action="append",
        default=[],
        help="change one field, as in strategy.ttl_s=60 or strategy=write-behind",
    )


def given_scenario(given: argparse.Namespace) -> Scenario:
    """The scenario of the file with the changes of the options."""
    scenario = parse(plan(given)) if given.scenario else Scenario()
    if given.preset is not None:
        scenario = preset(given.preset).scenario()
    return changed(scenario, *given.set)


def plan(given: argparse.Namespace) -> Any:
    """The scenario in the file; a page may have added what it compared."""
    content = file_content(given.scenario)
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return content
    if not isinstance(data, dict):
        return content
    return {name: value for name, value in data.items() if name not in COMPARED}


def file_content(name: str) -> bytes:
    """A file's content; raises ScenarioError."""
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise ScenarioError(
            f"--scenario must name a readable file, got {name!r} ({error.strerror}); check the path"
        ) from None


def compared(given: argparse.Namespace) -> Iterable[Scenario]:
    """The scenario once for each strategy, with the parameters that it shares with its own."""
    base = given_scenario(given)
    if given.protections is not None:
        names = [name for name in given.protections.split(",") if name]
        base = changed(base, f"protections={json.dumps([{'name': name} for name in names])}")
    own: Any = base.strategy
    for name in given.strategies.split(","):
        if name not in STRATEGIES:
            changed(base, f"strategy={name}")
        yield base if name == own.name else base.with_strategy(carried(own, name))


def measured(scenario: Scenario, engine: str) -> Report:
    """Run a scenario in bounded memory."""
    fold = Fold(scenario)
    return fold.report(simulate(scenario, engine=engine, keep=fold.take))


def as_json(report: Report) -> dict[str, Any]:
    """A run as plain values."""
    return {
        "scenario": report.scenario.model_dump(mode="json"),
        "scenario_hash": report.scenario.hash(),
        "version": VERSION,
        "engine": report.engine,
        "notes": notes(report.scenario),
        "metrics": report.figures,
    }


def print_run(given: argparse.Namespace) -> None:
    """The verb `run`."""
    report = measured(given_scenario(given), given.engine)
    if given.json:
        print(json.dumps(as_json(report), indent=2))
    else:
        print_table([report], ["value"])


def print_replay(given: argparse.Namespace) -> None:
    """The verb `replay`."""
    told = given.scenario or given.preset
    world = given_scenario(given) if told else replay_options.base(given)
    reading = Progress("read")
    scenario, recording = replay_options.replayed(given, world, reading)
    reading.end()
    fold, by_key = Fold(scenario), KeyMisses()

    def keep(chunk: Any) -> None:
        fold.take(chunk)
        by_key.take(chunk)

    running = Progress("replayed", recording.requests)
    report = fold.report(simulate(scenario, engine=given.engine, keep=keep, on_progress=running))
    running.end()
    misses = int(by_key.misses.sum())
    found: dict[str, Any] = {"misses": misses, "trace": replay_options.facts(recording)}
    if recording.rate < 1:
        reads = replay_options.all_reads(scenario, recording)
        found["estimate"] = by_key.estimate(recording.rate, reads)._asdict()
    print_replayed(report, found, given)


def print_replayed(report: Report, found: dict[str, Any], given: argparse.Namespace) -> None:
    """A replay as JSON, or as a table after what the trace holds."""
    if given.json:
        print(json.dumps(as_json(report) | found, indent=2))
        return
    for name, value in found.pop("trace").items():
        if value not in (None, []):
            print(f"{name.replace('_', ' ')}: {value}")
    estimate = found.pop("estimate", None)
    if estimate:
        ratio, error = estimate.values()
        print(f"miss ratio of all keys, estimated: {ratio:.4f}, standard error {error:.4f}")
    print(f"misses: {found['misses']:,}")
    print_table([report], ["value"])


def print_comparison(given: argparse.Namespace) -> None:
    """The verb `compare`."""
    reports = [measured(scenario, given.engine) for scenario in list(compared(given))]
    if given.json:
        print(json.dumps({"runs": [as_json(report) for report in reports]}, indent=2))
    else:
        print_table(reports, [report.scenario.strategy.name for report in reports])


def print_table(reports: list[Report], headings: list[str]) -> None:
    """Figures as a text table, one column a run."""
    rows = [["metric", "unit", *headings]]
    for name in dict.fromkeys(name for report in reports for name in report.figures):
        values = [figure(report.figures.get(name)) for report in reports]
        rows.append([name, describe(name)[1], *values])
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        first = "  ".join(cell.ljust(w) for cell, w in zip(row[:2], widths[:2], strict=True))
        rest = "  ".join(cell.rjust(w) for cell, w in zip(row[2:], widths[2:], strict=True))
        print(f"{first}  {rest}")
    for note in dict.fromkeys(note for report in reports for note in notes(report.scenario)):
        print(f"note: {note}")


def figure(value: float | None) -> str:
    """A number for a person."""
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else f"{value:.6g}"


def print_schema(_: argparse.Namespace) -> None:
    """The verb `schema`."""
    print(json.dumps(Scenario.model_json_schema(), indent=2))


if __name__ == "__main__":
    sys.exit(main())
