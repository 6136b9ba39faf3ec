"""Messages of a sequence diagram: plain rows, and what each kind looks like."""

from collections.abc import Mapping
from typing import NamedTuple

from charts.theme import INK, MUTED

STALE, DONE = "#d55e00", "#009e73"
"""What is stale or outdated, and what is acknowledged."""


class Message(NamedTuple):
    """One arrow. Source and target are lifelines; the same where nothing is sent."""

    source: str
    target: str
    label: str
    answer: bool = False
    lost: bool = False
    """It never reaches its target."""
    stale: bool = False
    """It ends in an answer that is older than what was acknowledged before."""
    done: str = ""
    """What whoever acts has come to with it, such as "v1 acknowledged"."""
    holds: Mapping[str, str] = {}
    """What lifelines hold from now on, as far as that is news."""
    outdated: frozenset[str] = frozenset()
    """The lifelines that hold something outdated from now on."""
    at_s: float | None = None
    """When it happens; given for all messages or for none."""

    @property
    def kind(self) -> str:
        """What it looks like: a key of `LOOKS`."""
        if self.stale:
            return "stale"
        if self.lost:
            return "lost"
        return "answer" if self.answer else "ask"

    @property
    def actor(self) -> str:
        """The lifeline that acts: the one that asks, or that the answer reaches."""
        return self.target if self.answer else self.source

    @property
    def stays(self) -> bool:
        """Does it stay on its lifeline?"""
        return self.source == self.target


class Look(NamedTuple):
    """How a kind of arrow is drawn, and what the legend calls it."""

    name: str
    colour: str
    dash: str
    width: float
    head: str


LOOKS = {
    "ask": Look("asks, is answered", INK, "solid", 1.6, "arrow"),
    "answer": Look("answer arrives later", MUTED, "4px,3px", 1.6, "arrow"),
    "lost": Look("lost on the way", STALE, "1px,3px", 2.2, "x-thin"),
    "stale": Look("stale answer", STALE, "solid", 3.4, "arrow"),
}
"""Kinds differ in dash, width or head besides their colour."""


def spoken(step: int, message: Message) -> str:
    """A message in words."""
    way = message.source if message.stays else f"{message.source} to {message.target}"
    mark = ", stale" if message.stale else ""
    done = f"; {message.done}" if message.done else ""
    return f"{step}. {way}: {message.label}{mark}{done}"
