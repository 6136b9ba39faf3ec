"""How the commands are given a scenario: from a file or a preset, with changes."""

import argparse
import json
from pathlib import Path
from typing import Any, NoReturn

from simulator.changes import changed
from simulator.presets import preset
from simulator.scenario import Scenario
from simulator.sentences import ScenarioError, parse

BAD_INPUT = 2
"""The exit status after input that does not fit."""
COMPARED = ("strategies", "guards", "varied", "replications", "baseline")
"""What pages add to a scenario's file."""


class Parser(argparse.ArgumentParser):
    """Options of a command; what does not fit is refused in one sentence, like a bad scenario."""

    def error(self, message: str) -> NoReturn:
        """Say it and leave."""
        self.exit(BAD_INPUT, f"error: {message}; see --help\n")


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
