"""The command line: the same verbs as the pages. It stands above the package it is started by."""

import argparse
import json
import os
import sys
from collections.abc import Iterable
from functools import partial
from typing import Any

from metrics import Fold, Report, describe
from metrics.intervals import as_plain, contrast_rows, contrasts
from metrics.sampling import KeyMisses
from simulator.changes import changed
from simulator.cores import folded, on_all_cores
from simulator.given import BAD_INPUT, Parser, add_source, given_scenario
from simulator.printing import figure, print_rows
from simulator.progress import Progress
from simulator.recording import options as replay_options
from simulator.repeats import replications
from simulator.run import ENGINES, notes, simulate
from simulator.scenario import Scenario
from simulator.sentences import ScenarioError
from simulator.sweep import verb as sweep_verb
from simulator.traces.errors import TraceError
from simulator.version import VERSION
from strategies.shelf import STRATEGIES, carried

MOST_REPLICATIONS = 1000
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
    top = Parser(prog="python -m simulator", description=__doc__)
    verbs = top.add_subparsers(required=True, metavar="VERB")
    add_run(verbs)
    add_compare(verbs)
    add_replay(verbs)
    sweep_verb.add_sweep(verbs)
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
    compare.add_argument("--replications", type=int, default=1, help="seeds for each strategy")
    compare.add_argument("--baseline", metavar="NAME", help="differences from this one; the first")
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
    found: Report = folded(scenario, kind=Fold, engine=engine)
    return found


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
    scenarios, times = list(compared(given)), given.replications
    names = [scenario.strategy.name for scenario in scenarios]  # type: ignore[attr-defined]
    if not 1 <= times <= MOST_REPLICATIONS:
        rule = f"--replications must be from 1 to {MOST_REPLICATIONS}"
        raise ScenarioError(f"{rule}, got {times}; choose another number")
    baseline = given.baseline or names[0]
    if baseline not in names:
        known = ", ".join(names)
        raise ScenarioError(f"--baseline must be one of {known}, got {baseline!r}; choose one")
    reports = all_measured(scenarios, times, given.engine)
    firsts = [each[0] for each in reports]
    figures = {
        name: [each.figures for each in own] for name, own in zip(names, reports, strict=True)
    }
    found = contrasts(figures, baseline) if times > 1 else {}
    if given.json:
        told = {"runs": [as_json(report) for report in firsts]}
        more = {"replications": times, "baseline": baseline, "intervals": as_plain(found)}
        print(json.dumps(told | (more if found else {}), indent=2))
    elif found:
        print_rows(contrast_rows(found, baseline, lambda name: describe(name)[1]))
    else:
        print_table(firsts, names)


def all_measured(scenarios: list[Scenario], times: int, engine: str) -> list[list[Report]]:
    """The reports of every scenario's replications: one run each here, more on all cores."""
    if times == 1:
        return [[measured(scenario, engine)] for scenario in scenarios]
    pieces = [each for scenario in scenarios for each in replications(scenario, times)]
    telling = Progress("simulated")
    found = on_all_cores(partial(folded, kind=Fold, engine=engine), pieces, telling)
    telling.end()
    return [found[n : n + times] for n in range(0, len(found), times)]


def print_table(reports: list[Report], headings: list[str]) -> None:
    """Figures as a text table, one column a run."""
    rows = [["metric", "unit", *headings]]
    for name in dict.fromkeys(name for report in reports for name in report.figures):
        values = [figure(report.figures.get(name)) for report in reports]
        rows.append([name, describe(name)[1], *values])
    print_rows(rows)
    for note in dict.fromkeys(note for report in reports for note in notes(report.scenario)):
        print(f"note: {note}")


def print_schema(_: argparse.Namespace) -> None:
    """The verb `schema`."""
    print(json.dumps(Scenario.model_json_schema(), indent=2))


if __name__ == "__main__":
    sys.exit(main())
