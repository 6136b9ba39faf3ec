"""Sweeps: one scenario over one or two of its parameters, again and again, on many processes."""

from simulator.sweep.axes import Axis, axis
from simulator.sweep.crew import Crew, opened
from simulator.sweep.estimates import Estimate, difference, estimate
from simulator.sweep.plan import Cell, Plan, Precision, plan_of
from simulator.sweep.results import Results, Standing
from simulator.sweep.run import sweep
from simulator.sweep.store import Store

__all__ = [
    "Axis",
    "Cell",
    "Crew",
    "Estimate",
    "Plan",
    "Precision",
    "Results",
    "Standing",
    "Store",
    "axis",
    "difference",
    "estimate",
    "opened",
    "plan_of",
    "sweep",
]
