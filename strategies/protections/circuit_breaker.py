"""Circuit breaker: after several failed loads in a row a process asks the database no more."""

from enum import Enum
from typing import Any, Literal

from strategies.effects import CircuitOpen, Held, Key, Now, Rules, ServiceError, Value
from strategies.parameters import Settings, load_timeout_parameter, parameter
from strategies.protections.base import Protection, Work, attempt, unwrap


class CircuitBreakerSettings(Settings):
    """Parameters of the circuit breaker."""

    name: Literal["circuit-breaker"] = "circuit-breaker"
    threshold: int = parameter(
        3,
        "Threshold",
        "So many failed loads in a row open the breaker; one that succeeds begins the count anew.",
        low=1,
        high=10_000,
        unit="loads",
        slider=(1, 50),
        step=1,
    )
    slow_s: float | None = load_timeout_parameter(
        "Slow load", "A load that took longer counts as failed too. Empty: only errors count."
    )
    open_s: float = parameter(
        30.0,
        "Open time",
        "How long an open breaker refuses all loads before it lets a few try.",
        low=0.001,
        high=3600,
        unit="s",
        slider=(0.1, 300),
        scale="log",
    )
    probes: int = parameter(
        1,
        "Probes",
        "How many loads a half-open breaker lets through; when all have succeeded it closes, and "
        "one that fails opens it again.",
        low=1,
        high=1000,
        unit="loads",
        slider=(1, 20),
        step=1,
    )


class State(Enum):
    """Loads pass, or are refused, or a few are on trial."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class CircuitBreaker(Protection):
    """Refuses loads at once while the database seems not to cope (Nygard, Release It!, 2007).

    Readers fail fast instead of waiting, and the database gets time to work off its queue; with
    stale-if-error outside of it they get the old value. It sees what its own process sees: loads
    that a client has given up count when they end, slowly, or at once where late results are
    dropped. A load that began before the breaker changed its state counts no more.

    When: The database may fail or slow down, and readers can do without an answer for a while.

    Cost: Readers are turned away, also some whom the database would have served.

    Sources: Nygard, Release It!, 2nd edition, 2018; Fowler, CircuitBreaker, 2014.
    """

    name = "circuit-breaker"
    settings: CircuitBreakerSettings

    def __init__(self, *args: Any) -> None:
        """Closed; nothing has failed."""
        super().__init__(*args)
        self.turn(State.CLOSED)
        self.opened_at_s = 0.0

    def turn(self, state: State) -> None:
        """Begin a new state; loads of earlier ones count no more."""
        self.state, self.era = state, object()
        self.failures = self.begun = self.succeeded = 0

    def around(self, work: Work) -> Work:
        """Load if the breaker lets it, and learn from how it ended; else raise CircuitOpen."""

        def guarded(key: Key) -> Rules[Value]:
            began_s = yield Now()
            self.admit(began_s)
            era = self.era
            answer = yield from attempt(work(key))
            ended_s = yield Now()
            if era is self.era:
                self.judge(self.failed(answer, ended_s - began_s), ended_s)
            return unwrap(answer)

        return guarded

    def admit(self, now_s: float) -> None:
        """Let one more load through, or raise CircuitOpen."""
        if self.state is State.OPEN and now_s >= self.opened_at_s + self.settings.open_s:
            self.turn(State.HALF_OPEN)
        on_trial = self.state is State.HALF_OPEN
        if self.state is State.OPEN or (on_trial and self.begun == self.settings.probes):
            raise CircuitOpen
        self.begun += 1

    def failed(self, answer: Value | ServiceError, took_s: float) -> bool:
        """Did a load fail? Who was told not to wait for another's load has not loaded."""
        slow_s = self.settings.slow_s
        if isinstance(answer, ServiceError):
            return not isinstance(answer, Held)
        return slow_s is not None and took_s > slow_s

    def judge(self, failed: bool, now_s: float) -> None:
        """Count a load of the present state, and change the state where that is due."""
        self.failures = self.failures + 1 if failed else 0
        self.succeeded += not failed
        on_trial = self.state is State.HALF_OPEN
        if self.failures >= (1 if on_trial else self.settings.threshold):
            self.turn(State.OPEN)
            self.opened_at_s = now_s
        elif on_trial and self.succeeded == self.settings.probes:
            self.turn(State.CLOSED)
