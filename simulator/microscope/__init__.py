"""The microscope: what requests asked of the world and what they were answered, and when."""

from simulator.microscope.look import look
from simulator.microscope.trace import Actor, Statement, Step, Trace

__all__ = ["Actor", "Statement", "Step", "Trace", "look"]
