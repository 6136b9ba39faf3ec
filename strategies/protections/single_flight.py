"""Single flight: one load of a key at a time in each application process."""

from typing import Literal

from strategies.effects import Fire, Key, Rules, Signal, Value, Wait
from strategies.parameters import Settings
from strategies.protections.base import Protection, Work, attempt, unwrap


class SingleFlightSettings(Settings):
    """Single flight has no parameters: its scope is the process, its wait is unlimited."""

    name: Literal["single-flight"] = "single-flight"


class SingleFlight(Protection):
    """The first to miss loads; others of the same process wait and share the answer.

    Scope is the process: N nodes make up to N loads of one key. A slow load holds everyone,
    and an error fails everyone who waited for it (as in Go's golang.org/x/sync/singleflight).

    When: Always, if there is more than one reader in a process: it needs no other system.

    Cost: Hardly anything; a slow or failed load is shared by all who wait.

    Sources: Go, golang.org/x/sync/singleflight; nginx, proxy_cache_lock.
    """

    name = "single-flight"

    def __init__(self, *args: object) -> None:
        """Start with no flights."""
        super().__init__(*args)  # type: ignore[arg-type]
        self.flights: dict[Key, Signal] = {}

    def around(self, work: Work) -> Work:
        """Join the key's flight if there is one, else be its leader."""

        def guarded(key: Key) -> Rules[Value]:
            if key in self.flights:
                return self.join(key)
            return self.lead(key, work)

        return guarded

    def join(self, key: Key) -> Rules[Value]:
        """Wait for the leader's answer, or its error."""
        return unwrap((yield Wait(self.flights[key])))

    def lead(self, key: Key, work: Work) -> Rules[Value]:
        """Load, and tell those who waited how it ended."""
        flight = self.flights[key] = Signal()
        answer = yield from attempt(work(key))
        del self.flights[key]
        yield Fire(flight, answer)
        return unwrap(answer)
