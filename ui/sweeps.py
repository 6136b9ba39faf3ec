"""The server's sweeps: each a thread that hands runs to worker processes shared by all.

A sweep goes on while its visitor looks at another page, and ends a while after nobody has looked.
What is finished is kept in the store, for everybody.
"""

import logging
import os
import time
from contextlib import ExitStack
from functools import cache, partial
from threading import Event, Lock, Thread

from simulator import ScenarioError, TraceError
from simulator.sweep import Crew, Plan, Results, Store, opened, sweep
from simulator.sweep.crew import HERE, CrewError
from simulator.sweep.figures import figures_of

MOST_REQUESTS = 300_000_000
"""More than this in one sweep is for the command line."""
MOST_AT_ONCE = 600_000_000
"""More than this in all sweeps under way, and a new one has to wait."""
UNSEEN_S = 600.0
"""So long a sweep goes on that nobody looks at."""
POLITE = 5
"""How far its workers step back behind those who answer a slider."""
FAILED = "The sweep has failed; what is finished is kept. Try again, or with smaller steps."


class Sweeping:
    """A sweep under way, or over."""

    def __init__(self, plan: Plan, office: "Office") -> None:
        """It begins at once."""
        self.plan, self.office, self.results = plan, office, Results(plan)
        self.sentence, self.known = "", 0
        self.halt, self.over, self.heard = Event(), Event(), False
        self.began_s = self.seen_s = self.ended_s = time.monotonic()
        self.thread = Thread(target=self.work, daemon=True)
        self.thread.start()

    def work(self) -> None:
        """Sweep to the end, or until stopped; what goes wrong becomes a sentence."""
        try:
            self.carry_out(self.office.crew())
        except (ScenarioError, TraceError) as error:
            self.sentence = f"{str(error)[:1].upper()}{str(error)[1:]}."
        except Exception:
            logging.getLogger(__name__).exception("a sweep has failed")
            self.sentence = FAILED
        finally:
            self.ended_s = time.monotonic()
            self.over.set()

    def carry_out(self, crew: Crew) -> None:
        """Sweep with a crew, which is not asked again once it has failed."""
        work = partial(sweep, self.plan, figures_of, crew, hear=self.hear, stopped=self.stopped)
        try:
            with Store() as store:
                work(store, results=self.results)
        except CrewError:
            self.office.dismiss(crew)
            raise

    def hear(self, results: Results) -> None:
        """Runs have come; the first time it is told what was known before."""
        if not self.heard:
            self.heard = True
            self.began_s, self.known = time.monotonic(), results.standing().runs_done

    def stopped(self) -> bool:
        """Is nobody waiting any more?"""
        return self.halt.is_set() or time.monotonic() - self.seen_s > UNSEEN_S

    def seen(self) -> None:
        """Somebody looks at it."""
        self.seen_s = time.monotonic()

    def left(self) -> float:
        """Requests still to be simulated, about."""
        standing = self.results.standing()
        share = 1 - standing.runs_done / standing.runs
        return 0.0 if self.over.is_set() else self.plan.requests * share

    def spent_s(self) -> float:
        """How long it has computed."""
        return (self.ended_s if self.over.is_set() else time.monotonic()) - self.began_s

    def rate(self) -> float:
        """Runs computed a second."""
        new = self.results.standing().runs_done - self.known
        return new / max(self.spent_s(), 1e-3)


class Office:
    """Admits sweeps, and lends them the worker processes."""

    def __init__(self) -> None:
        """Worker processes start with the first sweep."""
        self.lock, self.exits = Lock(), ExitStack()
        self.lent: Crew | None = None
        self.sweeps: list[Sweeping] = []

    def begin(self, plan: Plan) -> Sweeping:
        """A new sweep; raises ScenarioError where it is too much."""
        check_size(plan)
        with self.lock:
            self.sweeps = [each for each in self.sweeps if not each.over.is_set()]
            left = sum(each.left() for each in self.sweeps)
            if left + plan.requests > MOST_AT_ONCE:
                raise ScenarioError(
                    f"other visitors' sweeps have {left:,.0f} requests to go; "
                    "try again in a minute, or with fewer steps"
                )
            self.sweeps.append(Sweeping(plan, self))
            return self.sweeps[-1]

    def crew(self) -> Crew:
        """The workers that all sweeps share; where they are says the environment alone."""
        with self.lock:
            if self.lent is None:
                where = os.environ.get("SWEEP_EXECUTOR", HERE)
                self.lent = self.exits.enter_context(opened(where, niceness=POLITE))
            return self.lent

    def dismiss(self, crew: Crew | None) -> None:
        """Let these workers go; the next sweep gets new ones."""
        with self.lock:
            if crew is not None and self.lent is crew:
                self.lent = None
                self.exits.close()

    def close(self) -> None:
        """Stop everything; for the end of the server."""
        for each in self.sweeps:
            each.halt.set()
        self.dismiss(self.lent)


def check_size(plan: Plan) -> None:
    """Raise ScenarioError for what is too much for a page."""
    if plan.requests > MOST_REQUESTS:
        raise ScenarioError(
            f"cells x replications x requests must be at most {MOST_REQUESTS:,} on a page, "
            f"got {plan.requests:,.0f}; take fewer steps, a shorter run or "
            "`python -m simulator sweep`"
        )


@cache
def office() -> Office:
    """The one office of this server."""
    return Office()
