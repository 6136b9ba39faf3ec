"""The virtual world: `simulate(Scenario(...))` answers with a log of all that happened."""

from simulator.run import simulate
from simulator.scenario import Scenario
from simulator.sentences import ScenarioError, parse
from simulator.traces.errors import TraceError

__all__ = ["Scenario", "ScenarioError", "TraceError", "parse", "simulate"]
