"""Questions: their keys are conditions on the trials, so that a key cannot contradict its run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lessons.trial import Trials

Condition = Callable[[Trials], bool]


@dataclass(frozen=True)
class Choice:
    """One of a few statements is true of the trials. `why` is told with the answer."""

    text: str
    options: Mapping[str, Condition]
    why: str

    def key(self, trials: Trials) -> str:
        """The statement that is true; raises ValueError unless exactly one is."""
        true = [option for option, holds in self.options.items() if holds(trials)]
        if len(true) != 1:
            raise ValueError(f"exactly one option must be true, got {true}; mend {self.text!r}")
        return true[0]

    def is_right(self, answer: str | float, trials: Trials) -> bool:
        """Is this the true one?"""
        return answer == self.key(trials)


@dataclass(frozen=True)
class Amount:
    """A number to be estimated or worked out, in `unit`; right within a share of it.

    `why` is told with the answer.
    """

    text: str
    unit: str
    answer: Callable[[Trials], float]
    why: str
    within: float = 0.1

    def key(self, trials: Trials) -> float:
        """The number."""
        return self.answer(trials)

    def is_right(self, answer: str | float, trials: Trials) -> bool:
        """Is a number close enough?"""
        true = self.key(trials)
        return abs(float(answer) - true) <= self.within * abs(true)


Question = Choice | Amount


def ranked(pick: Callable[..., str], measure: str, names: Sequence[str]) -> dict[str, Condition]:
    """An option a world: true of the one that is picked, by `max` or `min`, for a measure."""

    def option(name: str) -> Condition:
        return lambda trials: pick(names, key=lambda each: trials[each][measure]) == name

    return {name: option(name) for name in names}
