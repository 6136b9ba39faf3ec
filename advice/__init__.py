"""Advice: limits and what may be moved in, a setting that keeps them out, with reasons."""

from advice.advice import Advice, advise
from advice.lab import Lab
from advice.limits import Check, Limit, limit
from advice.moves import Move, move
from advice.search import Candidate
from advice.task import Task

__all__ = [
    "Advice",
    "Candidate",
    "Check",
    "Lab",
    "Limit",
    "Move",
    "Task",
    "advise",
    "limit",
    "move",
]
